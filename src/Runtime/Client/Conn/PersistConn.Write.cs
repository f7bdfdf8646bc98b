// The write side. A small body in memory is sent together with the head on the caller's thread. Any other body is sent by a task
// (PersistConn.WriteBody.cs). A failed write does not end the exchange at once, because the server may have responded before it stopped
// reading (BEHAVIOUR C15). The read side has WriteWaitMs to receive that response.
using RouteGen.IO;
using RouteGen.Primitives;

namespace RouteGen;

internal sealed partial class PersistConn
{
    // Largest body that is appended to the head and sent with it, in bytes.
    private const int InlineBodyMax = 16 * 1024;

    // Used by the write side for the head. Bodies are sent from other buffers.
    private OutputBuffer _output;

    // True if a byte of this request may have been written to the socket. Set before a failure is reported, because retries depend on it.
    private volatile bool _wroteAny;

    // The task that writes the rest of the request, and the source that cancels its reads of the user's body. If the write fails, the task
    // still has to dispose the body. Guarded by _gate.
    private Task? _writer;
    private UserTokenSource? _stopsWriter;

    /// <summary>Writes the request of an exchange. Never throws: a failure ends the exchange.</summary>
    internal void Write(Exchange exchange)
    {
        var plan = exchange.Plan;
        var trace = exchange.Trace;
        if (!TryMakeHead(exchange, plan, out var isWhole)) return;
        if (!isWhole)
        {
            StartWriter(exchange, plan.Body);
            return;
        }

        try
        {
            if (!TrySendOutput())
            {
                StartWriter(exchange, null);
                return;
            }
        }
        catch (TransportException e)
        {
            if (trace is not null) Tell(exchange, () => trace.WroteRequest?.Invoke(e));
            EndWriteFailed(e);
            ReleaseUse();
            return;
        }
        catch (Exception e)
        {
            // The exception may come from an SslStream. It is unknown what was sent.
            Kill(e, exchange);
            ReleaseUse();
            return;
        }

        _output.Release();
        if (trace is not null && Tell(exchange, trace.WroteHeaders)) Tell(exchange, () => trace.WroteRequest?.Invoke(null));
        EndWrite(isWhole: true);
        ReleaseUse();
    }

    // Returns false if the request cannot be written; the exchange has then failed. The request may have changed since it was planned. A
    // request that a handler serves may have ended during the wait for a connection.
    private bool TryMakeHead(Exchange exchange, in RequestPlan plan, out bool isWhole)
    {
        isWhole = false;
        try
        {
            RequestHeadWriter.Write(ref _output, exchange.Request, plan);
            isWhole = TryAppendBody(plan);
            return true;
        }
        catch (Exception e)
        {
            KillByCaller(e, exchange);
            ReleaseUse();
            if (plan.Body is { } body) lock (_gate) _writer = _settings.DisposeUnsentAsync(body);
            return false;
        }
    }

    // Returns true if the output contains the whole request.
    private bool TryAppendBody(in RequestPlan plan)
    {
        if (plan.Body is null) return true;
        if (plan.Body is not MemoryBody memory || plan.IsChunked || plan.ExpectsContinue) return false;
        var rest = memory.Rest.Span;
        if (rest.Length != plan.Length || rest.Length > InlineBodyMax) return false;
        _output.Append(rest);
        return true;
    }

    // Sends without waiting. Returns false if the socket cannot accept more yet.
    private bool TrySendOutput()
    {
        // If a record fails, TLS does not report how many were sent before it.
        if (_output.Pending.Length > TlsRecord.PlainBytesMax && _conn.Tls is not null) _wroteAny = true;
        while (!_output.IsEmpty)
        {
            var count = _conn.TrySend(_output.Pending);
            if (count == Conn.WouldBlock) return false;
            _wroteAny = true;
            _output.Consume(count);
        }

        return true;
    }

    // Starts the task, which then owns the use.
    private void StartWriter(Exchange exchange, Body? body)
    {
        var request = exchange.Request;
        var plan = exchange.Plan;
        var wanted = exchange.Continue;
        var readsUser = body is not (null or MemoryBody);
        var stops = readsUser ? new UserTokenSource() : null;
        Response? pending = null;
        var writer = new TaskCompletionSource();
        lock (_gate)
        {
            // Set even after the connection has died, because a retry waits for the task.
            _writer = writer.Task;
            if (_phase != Phase.Dead)
            {
                _stopsWriter = stops;
                pending = _pendingResponse;
            }
        }

        if (_phase == Phase.Dead && stops is not null) stops.Cancel();
        _ = WriteAsync(exchange, request, plan, body, wanted, stops?.Token ?? CancellationToken.None, writer);
        if (pending is not null) _ = LimitPendingAsync(writer.Task, pending);
    }

    // Called when the whole request is written, or everything except a body that the server did not want.
    private void EndWrite(bool isWhole)
    {
        Exchange? exchange;
        Response? response;
        lock (_gate)
        {
            // Both happen under one lock: once _isWriting is false, the read side may end the exchange, and another one may begin.
            exchange = TakePending(out response);
            _isWriting = false;
            _isSpoiled |= !isWhole;
            // The task has yet to dispose a body that was not wanted.
            if (isWhole) _writer = null;
            _stopsWriter = null;
            if (_phase == Phase.Head && exchange is null) ArmHeaderTimeout();
        }

        if (exchange is null) return;
        if (isWhole) EndWithResponse(exchange, response!);
        else CloseWithResponse(exchange, response!);
    }

    private void EndWriteFailed(TransportException error)
    {
        Exchange? exchange;
        Response? response;
        lock (_gate)
        {
            exchange = TakePending(out response);
            _isWriting = false;
            _isSpoiled = true;
            _stopsWriter = null;
            if (_phase == Phase.Head && exchange is null)
            {
                if (!error.IsTimeout) _writeError = error;
                var soon = _settings.Clock.Ticks + WriteWaitMs;
                if (_conn.Deadline == 0 || _conn.Deadline > soon) _conn.SetDeadline(soon);
            }
        }

        if (exchange is not null) CloseWithResponse(exchange, response!);
    }

    // BEHAVIOUR C19: the timeout starts when the request has been written. Called under _gate.
    private void ArmHeaderTimeout()
    {
        if (_settings.ResponseHeaderMs <= 0) return;
        var deadline = _settings.Clock.Ticks + _settings.ResponseHeaderMs;
        if (_headDeadline != 0 && _headDeadline <= deadline) return;
        _headDeadline = deadline;
        _exchange!.IsHeaderTimeoutArmed = true;
        _conn.SetDeadline(deadline);
    }
}
