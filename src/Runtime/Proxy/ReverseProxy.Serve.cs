// Forwards one request: creates the request to the backend, sends it and copies the response. Only the handler uses the writer, except
// while it waits for the head of the response. Then the thread that receives informational responses writes them (ProxiedInformation).
using System.Runtime.ExceptionServices;
using RouteGen.Proxying;

namespace RouteGen;

public sealed partial class ReverseProxy
{
    private const int BlockBytes = 32 * 1024;

    // Time for a read of the client's body that is in progress after the response. A client usually stops sending when it has the response.
    private static readonly TimeSpan s_unreadPatience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(r);
        var body = r.ContentLength == 0 ? null : new ForwardedBody(r, BufferPool, BlockBytes);
        try
        {
            // The backend may respond before it has read the whole body.
            if (body is not null) EnableFullDuplex(w);
            await ServeAsync(w, r, MakeRequest(r, body)).ConfigureAwait(false);
            // The client may need the response before it continues or stops sending.
            if (body is not null && body.End() && w.StatusCode != Status.SwitchingProtocols) await w.FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            if (body is not null) await body.CutAsync(s_unreadPatience).ConfigureAwait(false);
        }
    }

    private Request MakeRequest(Request received, ForwardedBody? body)
    {
        var sent = received.Clone(new RequestContext(received.Context));
        sent.Body = body ?? Body.Empty;
        sent.ContentLength = received.ContentLength;
        sent.Close = false;
        var ended = ForwardedFields.PrepareRequest(sent.Header);
        if (sent.Trailer is { } announced) ended.RemoveFromTrailer(announced);
        body?.SendWith(sent, ended);
        sent.Url = sent.Url.WithQuery(JoinedUrl.CleanQuery(sent.Url.RawQuery));
        _rewrite(new ProxyRequest(received, sent));
        // If the client sent no User-Agent, the proxy must not add its own.
        if (!sent.Header.IsSet("User-Agent")) sent.Header.Set("User-Agent", null);
        return sent;
    }

    private async ValueTask ServeAsync(ResponseWriter w, Request received, Request sent)
    {
        Response response;
        try
        {
            if (!ForwardedFields.IsPrintable(ForwardedFields.UpgradeOf(sent.Header)))
                throw new IOException("The client requested a protocol whose name cannot be forwarded.");
            response = await RoundTripAsync(w, sent).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await FailAsync(w, received, sent, e).ConfigureAwait(false);
            return;
        }

        var responding = RespondAsync(w, received, sent, response);
        await responding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // ModifyResponse may have set another body.
        await Disposal.AfterAsync(responding, response.Body).ConfigureAwait(false);
    }

    private async ValueTask<Response> RoundTripAsync(ResponseWriter w, Request sent)
    {
        var information = new ProxiedInformation(w);
        new ClientTrace { Got1xxResponse = information.Pass }.AddTo(sent.Context);
        try
        {
            var transport = Transport ?? DefaultTransport.Instance;
            return await transport.RoundTripAsync(sent, CancellationToken.None).ConfigureAwait(false) ?? throw CallFailure.NoResponse();
        }
        finally
        {
            information.End();
        }
    }

    private async Task RespondAsync(ResponseWriter w, Request received, Request sent, Response response)
    {
        var isSwitch = response.StatusCode == Status.SwitchingProtocols;
        HopByHopFields ended;
        try
        {
            ended = ForwardedFields.PrepareResponse(response);
            if (ModifyResponse is { } modify) await modify(response).ConfigureAwait(false);
            if (isSwitch) ProxiedSwitch.Check(sent, response);
        }
        catch (Exception e)
        {
            await FailAsync(w, received, sent, e).ConfigureAwait(false);
            return;
        }

        if (isSwitch)
        {
            await ProxiedSwitch.RunAsync(w, received, response, BufferPool, BlockBytes).ConfigureAwait(false);
            return;
        }

        ForwardedFields.Copy(response.Header, w.Header);
        var trailers = new ProxiedTrailers(w, response, ended);
        w.WriteHeader(response.StatusCode);
        // A backend may send a body with a 205, although it must not. The body is not forwarded.
        if (response.StatusCode != Status.ResetContent) await CopyAsync(w, received, response).ConfigureAwait(false);
        await trailers.PassAsync().ConfigureAwait(false);
    }

    private async ValueTask CopyAsync(ResponseWriter w, Request received, Response response)
    {
        try
        {
            await ProxiedBodyCopy.RunAsync(w, response.Body, BufferPool, BlockBytes, FlushIntervalOf(response)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (!received.Context.CancellationToken.IsCancellationRequested && !Fault.IsLost(w))
                Log(received, "A reverse proxy could not forward the whole response.", FailureText.MessageOf(e));
            // The status was already sent, so only closing the connection can show that the response is incomplete.
            throw new AbortHandlerException();
        }
    }

    // A body without a length, or a stream of events, is produced while it is sent, and the client needs each part at once.
    private TimeSpan FlushIntervalOf(Response response)
    {
        var type = response.Header.Get("Content-Type").AsSpan();
        if (type.IndexOf(';') is var end and >= 0) type = type[..end];
        var isLive = response.ContentLength < 0 || type.Trim().Equals("text/event-stream", StringComparison.OrdinalIgnoreCase);
        return isLive ? Timeout.InfiniteTimeSpan : FlushInterval;
    }

    private ValueTask FailAsync(ResponseWriter w, Request received, Request sent, Exception failure)
    {
        if (ErrorHandler is { } handle) return handle(w, received, failure);
        // The client has left, or its body is malformed. The server chooses the response, if any.
        if (sent.SentBody is ForwardedBody { HasFailed: true }) ExceptionDispatchInfo.Throw(failure);
        if (!received.Context.CancellationToken.IsCancellationRequested && !Fault.IsLost(w))
            Log(received, "A reverse proxy could not forward a request.", FailureText.MessageOf(failure));
        w.WriteHeader(Status.BadGateway);
        return default;
    }

    // If no writer supports full duplex, the body of the request is closed when the response begins.
    private static void EnableFullDuplex(ResponseWriter w)
    {
        var writer = w;
        for (var count = 0; writer is not null && count < ResponseWriter.NestedMax; count++)
        {
            if (writer is IFullDuplex duplex)
            {
                duplex.EnableFullDuplex();
                return;
            }

            writer = writer.Unwrap();
        }
    }
}
