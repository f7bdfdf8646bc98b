// The writer that a handler holds. It belongs to one request for ever, and only lends the pooled state of the connection's exchange: every
// call claims the face's word first, so that one that comes when the request has ended, or in that very instant, throws and
// touches nothing that is another request's.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace RouteGen.Serving;

internal sealed partial class WriterFace : ResponseWriter, IResponseFate
{
    private readonly ServerResponseWriter _state;
    private Header? _header;
    private FaceWord _word;

    /// <summary>A face of the state that takes the response to one request.</summary>
    internal WriterFace(ServerResponseWriter state) => _state = state;

    /// <summary>Made when a handler asks for it: a response without fields of its own costs no header.</summary>
    public override Header Header
    {
        get
        {
            // Reading and setting fields does no harm when the connection was taken over (as in Go), nor while a write waits.
            if (_word.IsSealed) ThrowOver();
            return _header ?? MakeHeader();
        }
    }

    /// <summary>The header, if anybody has asked for it; null: there are no fields.</summary>
    internal Header? ExistingHeader => Volatile.Read(ref _header);

    public override int StatusCode => Live(_state.StatusCode);

    bool IResponseFate.IsOnWire => Live(_state.IsOnWire);

    bool IResponseFate.IsLost => Live(_state.Conn.IsLost);

    /// <summary>The handler has completed: every use from now on throws.</summary>
    internal void Seal(ServerConn conn) => _word.Seal(conn);

    /// <summary>Ends a use that was claimed.</summary>
    internal void Release()
    {
        if (_word.Release()) _state.Conn.EndOperation();
    }

    public override void WriteHeader(int statusCode)
    {
        var state = Claim();
        try
        {
            state.WriteHeader(statusCode);
        }
        finally
        {
            Release();
        }
    }

    // It is the only writer of most programs, so the compiler would put claim and release into each caller.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Write(ReadOnlySpan<byte> data)
    {
        var state = Claim();
        try
        {
            state.Write(data);
        }
        finally
        {
            Release();
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        var state = Claim();
        var waits = false;
        try
        {
            waits = !state.TryHoldBackOrTake(ref data);
        }
        finally
        {
            if (!waits) Release();
        }

        return waits ? state.WriteSlowAsync(data, cancellationToken) : default;
    }

    public override void Flush()
    {
        var state = Claim();
        try
        {
            state.Flush();
        }
        finally
        {
            Release();
        }
    }

    public override ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        return Claim().FlushSlowAsync(cancellationToken);
    }

    public override ValueTask SendFileAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        var state = Claim();
        var waits = false;
        bool isSent;
        try
        {
            isSent = state.TakesFile(count) && !(waits = state.BeginFile(count));
        }
        finally
        {
            if (!waits) Release();
        }

        if (waits) return state.SendFileSlowAsync(file, offset, count, cancellationToken);
        return isSent ? default : base.SendFileAsync(file, offset, count, cancellationToken);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var state = Claim();
        try
        {
            return state.Lend(sizeHint);
        }
        finally
        {
            Release();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var state = Claim();
        try
        {
            state.Advance(count);
        }
        finally
        {
            Release();
        }
    }

    // What was read may be another request's, if this one has ended meanwhile.
    private T Live<T>(T value)
    {
        Volatile.ReadBarrier();
        if (_word.IsSealed) ThrowOver();
        return value;
    }

    private ServerResponseWriter Claim()
    {
        if (!_word.TryClaim()) ThrowNotClaimed();
        return _state;
    }

    private Header MakeHeader()
    {
        var made = new Header();
        return Interlocked.CompareExchange(ref _header, made, null) ?? made;
    }

    [DoesNotReturn]
    private void ThrowNotClaimed()
    {
        if (_word.IsTaken) throw new InvalidOperationException("The handler has taken the connection over: what it has to say is written there.");
        if (_word.IsSealed) ThrowOver();
        throw new InvalidOperationException("A write or flush of this response is still going on. Await it before the next one.");
    }

    [DoesNotReturn]
    private static void ThrowOver() =>
        throw new ObjectDisposedException(typeof(ResponseWriter).FullName, "The handler has completed, and its response with it. Await every write before it returns.");
}
