// The writer that a handler holds. It belongs to one request for ever, and only refers to the pooled state of the connection's exchange.
// Every call first claims the face's word (FaceWord.cs), so that a call made when the request has ended, or at that very moment, throws and
// touches nothing of another request.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace RouteGen.Serving;

internal sealed partial class WriterFace : ResponseWriter, IResponseFate
{
    private readonly ServerResponseWriter _state;
    private Header? _header;
    private FaceWord _word;

    /// <summary>Makes the face of the pooled writer for one response.</summary>
    internal WriterFace(ServerResponseWriter state) => _state = state;

    /// <summary>Header of the response. Made on first use: a response without fields of its own costs no header.</summary>
    public override Header Header
    {
        get
        {
            // Reading and setting fields is harmless after the connection was taken over (as in Go) and during a write.
            if (_word.IsSealed) ThrowOver();
            return _header ?? MakeHeader();
        }
    }

    /// <summary>Header, if it was ever used. Null if it was not, and so has no fields.</summary>
    internal Header? ExistingHeader => Volatile.Read(ref _header);

    public override int StatusCode => Live(_state.StatusCode);

    bool IResponseFate.IsOnWire => Live(_state.IsOnWire);

    bool IResponseFate.IsLost => Live(_state.Conn.IsLost);

    void IResponseFate.Log(string what, Exception failure, Request about) => Live(_state.Conn).Log(what, failure, about);

    /// <summary>Called when the handler has completed: every use throws from now on.</summary>
    internal void Seal(ServerConn conn) => _word.Seal(conn);

    /// <summary>Ends a claimed use.</summary>
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

    // If this request has ended meanwhile, the value read may be another request's.
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
        if (_word.IsTaken)
            throw new InvalidOperationException("The handler has taken over the connection. Write to the connection instead.");
        if (_word.IsSealed) ThrowOver();
        throw new InvalidOperationException("A write or flush of this response is still in progress. Await it before the next one.");
    }

    [DoesNotReturn]
    private static void ThrowOver() =>
        throw new ObjectDisposedException(
            typeof(ResponseWriter).FullName,
            "The handler has completed, and so has its response. Await every write before the handler returns.");
}
