// The task that writes the body of a request. It moves to the thread pool before it reads the user's body, because the read may block.
// After a send that had to wait, it continues on the thread that drives IO, like a handler. It holds a use of the connection during each
// send, but not while it reads the user's body, so that a read that never completes does not keep a dead connection open.
using System.Buffers;
using RouteGen.IO;
using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen;

internal sealed partial class PersistConn
{
    private const int BodyBufferSize = 16 * 1024;
    private const int LongBodyBufferSize = 256 * 1024;

    // Called with the use that TryBegin started. If the body is null, only the output remains to be sent.
    private async Task WriteAsync(
        Exchange exchange,
        Request request,
        RequestPlan plan,
        Body? body,
        TaskCompletionSource<bool>? wanted,
        CancellationToken stopped,
        TaskCompletionSource ended)
    {
        var trace = exchange.Trace;
        try
        {
            await SendHeadAsync(body).ConfigureAwait(false);
            var isWhole = true;
            if (body is not null || trace is not null) await ThreadPoolHop.Switch();
            trace?.WroteHeaders?.Invoke();
            if (body is not null)
            {
                if (wanted is not null) trace?.Wait100Continue?.Invoke();
                if (wanted is not null && !await IsWantedAsync(wanted.Task).ConfigureAwait(false)) isWhole = false;
                else if (plan.IsChunked) await SendChunkedAsync(request, body, stopped).ConfigureAwait(false);
                else if (plan.Length < 0) await SendRawAsync(body, stopped).ConfigureAwait(false);
                else await SendSizedAsync(body, plan.Length, stopped).ConfigureAwait(false);
            }

            if (body is not null && isWhole)
            {
                // The body is disposed only once. If that throws, the call fails.
                var written = body;
                body = null;
                await written.DisposeAsync().ConfigureAwait(false);
            }

            trace?.WroteRequest?.Invoke(null);
            EndWrite(isWhole);
        }
        catch (SendException e)
        {
            if (trace is not null) await TellFailedAsync(exchange, trace, e.Cause).ConfigureAwait(false);
            EndWriteFailed(e.Cause);
        }
        catch (Exception e)
        {
            // A hook or the user's body failed, so the announced length cannot be sent.
            KillByCaller(e, exchange);
        }
        finally
        {
            if (body is not null) await _settings.DisposeUnsentAsync(body).ConfigureAwait(false);
            ended.SetResult();
        }
    }

    private async Task TellFailedAsync(Exchange exchange, ClientTrace trace, TransportException error)
    {
        await ThreadPoolHop.Switch();
        Tell(exchange, () => trace.WroteRequest?.Invoke(error));
    }

    private async Task SendHeadAsync(Body? body)
    {
        try
        {
            // Called before the backend can respond. Throws if the body belongs to a request that has ended.
            body?.Forward();
            if (TrySendOutput()) return;
            _wroteAny = true;
            await _conn.SendAsync(_output.PendingMemory).ConfigureAwait(false);
        }
        catch (TransportException e)
        {
            throw new SendException(e);
        }
        finally
        {
            _output.Release();
            ReleaseUse();
        }
    }

    // RFC 9110 section 10.1.1: a server that does not know the expectation sends no 100, so the wait is limited.
    private async Task<bool> IsWantedAsync(Task<bool> wanted)
    {
        var limit = _settings.ExpectContinueTimeout;
        if (limit == TimeSpan.Zero) return true;
        if (limit < TimeSpan.Zero) return await wanted.ConfigureAwait(false);
        await Task.WhenAny(wanted, Task.Delay(Instants.ForTimer(limit))).ConfigureAwait(false);
        return !wanted.IsCompleted || await wanted.ConfigureAwait(false);
    }

    private async Task SendSizedAsync(Body body, long length, CancellationToken stopped)
    {
        if (body is MemoryBody memory)
        {
            if (memory.Rest.Length != length) throw WrongLength(length, memory.Rest.Length);
            await SendAsync(memory.Rest).ConfigureAwait(false);
            return;
        }

        var buffer = LentBlock.Rent(BodyBufferSize);
        try
        {
            long sent = 0;
            while (true)
            {
                var count = WireBody.Checked(await body.ReadAsync(buffer, stopped).ConfigureAwait(false), buffer.Length);
                // Excess bytes are not sent: the server would read them as the next request.
                if (sent + count > length || (count == 0 && sent < length)) throw WrongLength(length, sent + count);
                if (count == 0) return;
                await SendAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
                sent += count;
                buffer = Fitting(buffer, isFull: count == buffer.Length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Sends the bytes of a CONNECT tunnel as they are produced.
    private async Task SendRawAsync(Body body, CancellationToken stopped)
    {
        var buffer = LentBlock.Rent(BodyBufferSize);
        try
        {
            while (WireBody.Checked(await body.ReadAsync(buffer, stopped).ConfigureAwait(false), buffer.Length) is > 0 and var count)
            {
                await SendAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
                buffer = Fitting(buffer, isFull: count == buffer.Length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Each read becomes a chunk that is sent at once, so that a slowly produced body arrives without delay.
    private async Task SendChunkedAsync(Request request, Body body, CancellationToken stopped)
    {
        var buffer = LentBlock.Rent(BodyBufferSize);
        try
        {
            while (true)
            {
                var room = buffer.Length - ChunkedEncoder.HeadBytesMax - ChunkedEncoder.Tail.Length;
                var memory = buffer.AsMemory(ChunkedEncoder.HeadBytesMax, room);
                var count = WireBody.Checked(await body.ReadAsync(memory, stopped).ConfigureAwait(false), room);
                if (count == 0) break;
                await SendAsync(WireBody.Framed(buffer, count)).ConfigureAwait(false);
                buffer = Fitting(buffer, isFull: count == room);
            }

            await SendAsync(LastChunk(request)).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Returns a larger buffer after a read that filled this one, so that the rest is sent in fewer calls.
    private static byte[] Fitting(byte[] buffer, bool isFull)
    {
        if (!isFull || buffer.Length >= LongBodyBufferSize) return buffer;
        ArrayPool<byte>.Shared.Return(buffer);
        return LentBlock.Rent(LongBodyBufferSize);
    }

    private static byte[] LastChunk(Request request)
    {
        var output = default(OutputBuffer);
        output.Append(ChunkedEncoder.LastChunk);
        RequestHeadWriter.WriteTrailer(ref output, request.Trailer);
        var bytes = output.Pending.ToArray();
        output.Release();
        return bytes;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> data)
    {
        if (!TryUse()) throw new SendException(Aborted());
        try
        {
            await _conn.SendAsync(data).ConfigureAwait(false);
        }
        catch (TransportException e)
        {
            throw new SendException(e);
        }
        finally
        {
            ReleaseUse();
        }
    }

    private static InvalidOperationException WrongLength(long declared, long found) =>
        new($"The request declares {declared} bytes, but its body yielded {found}.");

    // Network failure, as opposed to a failure of the user's body, which may also throw a TransportException.
    private sealed class SendException(TransportException cause) : Exception
    {
        internal TransportException Cause { get; } = cause;
    }
}
