// The writer that a handler gets. It belongs to one request, and refers to the pooled state of the connection's exchange. Each call first
// claims the face's word (FaceWord.cs), so that a call during or after the end of the request throws and cannot access another request.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace RouteGen.Serving;

internal sealed partial class WriterFace : ResponseWriter, IResponseFate
{
    private readonly ServerResponseWriter _state;
    private Header? _header;
    private FaceWord _word;

    /// <summary>Creates a face of the pooled writer for one response.</summary>
    internal WriterFace(ServerResponseWriter state) => _state = state;

    /// <summary>Header of the response. Created on first use, because many handlers set no fields.</summary>
    public override Header Header
    {
        get
        {
            // The writer is not claimed, because fields may be read and set, as in Go, during a write and after a hijack.
            if (_word.IsSealed) ThrowOver();
            return _header ?? MakeHeader();
        }
    }

    /// <summary>The header. Null if it was never used.</summary>
    internal Header? ExistingHeader => Volatile.Read(ref _header);

    public override int StatusCode => Live(_state.StatusCode);

    bool IResponseFate.IsServed => true;

    bool IResponseFate.IsOnWire => Live(_state.IsOnWire);

    bool IResponseFate.IsLost => Live(_state.Conn.IsLost);

    Exception? IResponseFate.LateFailure => Live(_state.LateFailure);

    void IResponseFate.Log(string what, Exception failure, Request about) => Live(_state.Conn).Log(what, failure, about);

    /// <summary>Seals the face when the handler has completed, so that every use throws.</summary>
    internal void Seal(ServedConn conn) => _word.Seal(conn);

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

    // In most programs this is the only writer, so the compiler would otherwise devirtualise and inline the method into each caller.
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

    // Throws if the request has ended, because the value may then belong to another request.
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
