// Runs a handler with a time limit (BEHAVIOUR M10). The handler runs on a thread of the pool, because it may block, and writes into memory.
// If it completes in time, its response is copied to the server's writer. Otherwise the response is 503 and the request ends, while the
// handler may continue. The abandoned handler cannot access the server's state: its writer and body throw, and so does its request after
// the end.
using System.Globalization;
using System.Text;

namespace RouteGen.Handling;

internal sealed class TimeLimiter(IHandler next, TimeSpan limit, string? text) : IHandler
{
    private const string DefaultText = "<html><head><title>Timeout</title></head><body><h1>Timeout</h1></body></html>";

    public async ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        if (limit == TimeSpan.Zero)
        {
            // The handler is not started, because it could complete before the limit is checked.
            await RespondAsync(w, text ?? DefaultText, isLast: false).ConfigureAwait(false);
            return;
        }

        var body = r.SentBody;
        var guard = new TimedBody(body);
        var writer = new TimedWriter(w);
        var context = r.Context;
        // The header is materialised before the handler starts, because afterwards two threads may use it.
        r.Header.Materialise();
        r.Body = guard;

        var served = Task.Run(() => next.ServeHttpAsync(writer, r).AsTask(), CancellationToken.None);
        await served.WaitAsync(limit, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (served.IsCompleted)
        {
            r.Body = body;
            writer.Complete();
            await served.ConfigureAwait(false);
            await writer.CopyToAsync(w).ConfigureAwait(false);
            return;
        }

        // If the token is cancelled, the peer has left or the server was closed before the limit expired.
        var isOver = !context.CancellationToken.IsCancellationRequested;
        writer.End(isOver);
        var isReading = guard.End();
        // Failures of an abandoned handler are ignored; usually its writer has thrown them.
        Abandoned.Observe(served);
        if (!isOver && context.HasPeerLeft)
        {
            if (isReading) await guard.CutAsync().ConfigureAwait(false);
            // No status can be sent, because the client has left. Fault.cs classifies the exception.
            throw new OperationCanceledException("The client has disconnected.", context.CancellationToken);
        }

        try
        {
            await RespondAsync(w, isOver ? text ?? DefaultText : "", isReading).ConfigureAwait(false);
        }
        finally
        {
            if (isReading) await guard.CutAsync().ConfigureAwait(false);
        }

        // Callbacks of the program must neither replace nor delay the response.
        context.EndLater();
    }

    private static async ValueTask RespondAsync(ResponseWriter w, string text, bool isLast)
    {
        if (isLast)
        {
            // The handler is reading the body. Interrupting the read will close the connection, so the complete response is sent first.
            w.Header.Set("Connection", "close");
            w.Header.Set("Content-Length", Encoding.UTF8.GetByteCount(text).ToString(CultureInfo.InvariantCulture));
        }

        w.WriteHeader(Status.ServiceUnavailable);
        if (text.Length > 0) w.Write(text);
        if (isLast) await w.FlushAsync().ConfigureAwait(false);
    }
}
