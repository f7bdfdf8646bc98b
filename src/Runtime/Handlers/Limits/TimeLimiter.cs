// Runs a handler with a time limit (BEHAVIOUR M10). It runs on a thread of its own, since it may block, and writes into memory; when it
// completes in time, its response is copied to the real writer. Otherwise the response is 503 and the request ends, while the handler may
// continue. From that moment it cannot touch the server's state: its writer and its body throw, and so does the request once it has ended.
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
            // Started all the same, it would depend on the machine whether it is over already.
            await RespondAsync(w, text ?? DefaultText, isLast: false).ConfigureAwait(false);
            return;
        }

        var body = r.SentBody;
        var guard = new TimedBody(body);
        var writer = new TimedWriter();
        var context = r.Context;
        // Done here, by the only thread that has the request now, and not by the server beside a handler that reads it.
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

        // Cancelled before the limit expired: the peer has left, or the server closes.
        var isOver = !context.CancellationToken.IsCancellationRequested;
        writer.End(isOver);
        var isReading = guard.End();
        // Failures of an abandoned handler are ignored; as a rule its writer refused a write.
        Abandoned.Observe(served);
        if (!isOver && context.HasPeerLeft)
        {
            if (isReading) await guard.CutAsync().ConfigureAwait(false);
            // No status can be sent. Fault.cs classifies the exception.
            throw new OperationCanceledException("The client has disconnected.", context.CancellationToken);
        }

        await RespondAsync(w, isOver ? text ?? DefaultText : "", isReading).ConfigureAwait(false);
        if (isReading) await guard.CutAsync().ConfigureAwait(false);
        context.End();
    }

    private static async ValueTask RespondAsync(ResponseWriter w, string text, bool isLast)
    {
        if (isLast)
        {
            // The handler waits for the body, and to end its wait is to end the connection: so the response is complete before, and sent.
            w.Header.Set("Connection", "close");
            w.Header.Set("Content-Length", Encoding.UTF8.GetByteCount(text).ToString(CultureInfo.InvariantCulture));
        }

        w.WriteHeader(Status.ServiceUnavailable);
        if (text.Length > 0) w.Write(text);
        if (isLast) await w.FlushAsync().ConfigureAwait(false);
    }
}
