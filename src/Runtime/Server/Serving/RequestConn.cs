// Base of the two that serve requests one at a time: an HTTP/1.1 connection, and a stream of an HTTP/2 connection. It starts the handler,
// and handles its failure and the end of its request. The derived class runs the turns.
using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal abstract partial class RequestConn : ServedConn
{
    private const string EndCallbackFailed = "A callback registered for the end of a request failed.";

    private protected ServedExchange? _exchange;

    private protected RequestConn(ServerHost host, Conn conn)
        : base(host, conn)
    {
    }

    /// <summary>Data of the server's hooks. Null if there are no hooks. Set before the first turn.</summary>
    internal ConnHooks? Hooks { get; set; }

    internal override bool HasBegunResponse => _exchange is { } exchange && exchange.Writer.StatusCode >= Status.OK;

    private protected override Request? ServedRequest => _exchange is { IsServing: true } exchange ? exchange.Request : null;

    private protected override bool HasNoBody => _exchange is { Body.ContentLength: 0 };

    // The exchange of the request that is being parsed or served. Setting it also sets the waits of the connection.
    private protected ServedExchange? Exchange
    {
        set
        {
            _exchange = value;
            SetWaits(value?.Waits);
        }
    }

    /// <summary>True while a request is being served.</summary>
    private protected abstract bool IsHandling { get; }

    /// <summary>True if a handler has taken over the connection.</summary>
    private protected abstract bool IsHijacked { get; }

    private IHandler HandlerFor(Request request)
    {
        if (Host.HandlesGeneralOptions && request.ServerHead.Form == TargetForm.Asterisk && request.RawMethod.SequenceEqual("OPTIONS"u8))
            return GeneralOptionsHandler.Instance;
        return Host.Handler ?? ServeMux.Default;
    }

    // Go's ReadTimeout runs from the beginning of the request, its WriteTimeout from the end of the head (BEHAVIOUR S20). The instant is 0
    // if the head arrived at once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void BeginWaits(ConnWaits waits, long headStart)
    {
        waits.Reset();
        if (Limits.HasRequestLimits) SetInstants(waits, headStart);
    }

    private void SetInstants(ConnWaits waits, long headStart)
    {
        var now = Environment.TickCount64;
        waits.SetInstants(
            Limits.ReadMs == 0 ? 0 : (headStart == 0 ? now : headStart) + Limits.ReadMs,
            Limits.WriteMs == 0 ? 0 : now + Limits.WriteMs);
    }

    private protected ValueTask StartHandler(ServedExchange exchange)
    {
        try
        {
            var handler = HandlerFor(exchange.Request);
            // The handler is usually a mux. A call to a sealed class costs less than a call to an interface.
            return handler is ServeMux mux
                ? mux.ServeHttpAsync(exchange.WriterFace, exchange.Request)
                : handler.ServeHttpAsync(exchange.WriterFace, exchange.Request);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    // Cancels the context of a completed request. The callbacks of its token are the program's code and may block, so they run like a
    // handler, whose thread can be replaced. If an operation is still in progress, the context is cancelled later, because the operation
    // may use the token.
    private protected void EndContext(ServedExchange exchange, RequestContext context, ValueTask task)
    {
        try
        {
            if (!task.IsCompleted) return;
            exchange.Seal(this);
            if (!HasOperations || IsHijacked) context.Cancel();
        }
        catch (Exception failure)
        {
            Log(EndCallbackFailed, failure, exchange.Request);
        }
    }

    private protected static Exception? FailureOf(ValueTask task)
    {
        if (task.IsCompletedSuccessfully)
        {
            task.GetAwaiter().GetResult();
            return null;
        }

        try
        {
            task.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    // Returns false if the exchange cannot be reused.
    private protected bool TryEnd(ServedExchange exchange)
    {
        try
        {
            exchange.End(this);
            return !_mustForget;
        }
        catch (Exception failure)
        {
            Log(EndCallbackFailed, failure, exchange.Request);
            return false;
        }
        finally
        {
            _mustForget = false;
        }
    }

    /// <summary>
    /// Handles the failure of a handler. Logs it unless it is the peer's fault (Fault.cs), and responds with an error if no head was sent.
    /// Returns false if the connection must be closed, because a head was sent or the peer has left.
    /// </summary>
    private protected bool TryRespondToFailure(ServedExchange exchange, Exception failure)
    {
        if (failure is AbortHandlerException) return false;
        if (_isLost && failure is (IOException or OperationCanceledException)) return false;
        if (Fault.IsPeersCancellation(failure, exchange.Request)) return false;
        var status = Fault.IsLateRequest(failure, exchange.Body.LateFailure)
            ? Status.RequestTimeout
            : Fault.BadRequestIn(failure)?.StatusCode ?? (exchange.Body.IsMalformed && failure is IOException ? 400 : 500);
        if (status == 500) Log("A handler failed.", failure, exchange.Request);
        if (_isLost || exchange.Writer.IsOnWire) return false;
        exchange.Writer.BecomeError(status);
        return true;
    }
}
