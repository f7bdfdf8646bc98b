using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using RouteGen.Protocol;

namespace RouteGen.Handling;

/// <summary>
/// A writer that keeps a response in memory until it is copied or abandoned. The handler writes, and another thread ends the response.
/// </summary>
/// <param name="inner">The writer that the response will be copied to. Not used after <see cref="End"/>.</param>
internal sealed class TimedWriter(ResponseWriter inner) : ResponseWriter, IResponseFate
{
    private readonly Lock _gate = new();
    private readonly IResponseFate? _innerFate = Fault.FateOf(inner);
    private readonly Header _header = new();

    // Guarded by _gate. The memory is not pooled, because an abandoned handler may still write to it.
    private readonly ArrayBufferWriter<byte> _body = new();
    private int _statusCode;
    private Fate _fate;
    private int _lentCount;

    public override Header Header
    {
        get
        {
            if (_fate == Fate.Completed) ThrowCompleted();
            return _header;
        }
    }

    public override int StatusCode
    {
        get
        {
            if (_fate == Fate.Completed) ThrowCompleted();
            return _statusCode;
        }
    }

    bool IResponseFate.IsServed => _innerFate is { IsServed: true };

    // Nothing is sent before the handler has completed.
    bool IResponseFate.IsOnWire => false;

    bool IResponseFate.IsLost
    {
        get
        {
            lock (_gate) return _fate == Fate.Running && _innerFate is { IsLost: true };
        }
    }

    Exception? IResponseFate.LateFailure
    {
        get
        {
            lock (_gate) return _fate == Fate.Running ? _innerFate?.LateFailure : null;
        }
    }

    void IResponseFate.Log(string what, Exception failure, Request about) => _innerFate!.Log(what, failure, about);

    private enum Fate : byte
    {
        Running,
        TimedOut,
        Cancelled,
        Completed,
    }

    /// <summary>Ends the response, so that every write throws.</summary>
    /// <param name="isOver">True if the time limit has expired, false if the request was cancelled.</param>
    internal void End(bool isOver)
    {
        lock (_gate) _fate = isOver ? Fate.TimedOut : Fate.Cancelled;
    }

    /// <summary>Called when the handler has completed. Every use throws afterwards.</summary>
    internal void Complete()
    {
        lock (_gate) _fate = Fate.Completed;
    }

    /// <summary>Copies the response of a completed handler to another writer. Its fields replace fields of the same name.</summary>
    internal async ValueTask CopyToAsync(ResponseWriter w)
    {
        var header = w.Header;
        CopyFields(header);
        w.WriteHeader(_statusCode == 0 ? Status.OK : _statusCode);
        if (_body.WrittenCount > 0) await w.WriteAsync(_body.WrittenMemory).ConfigureAwait(false);
    }

    public override void WriteHeader(int statusCode)
    {
        if (statusCode is < 100 or > 999)
            throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A status code has three digits, 100 to 999.");
        lock (_gate)
        {
            Check();
            // An informational response is dropped, because it could only be sent together with the final one.
            if (statusCode is < 200 and not Status.SwitchingProtocols) return;
            if (_statusCode == 0) _statusCode = statusCode;
        }
    }

    public override void Write(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            BeginWrite();
            _lentCount = 0;
            _body.Write(data);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        Write(data.Span);
        return default;
    }

    // As in Go, does nothing, because the response is sent only when it is complete.
    public override void Flush()
    {
        lock (_gate) Check();
    }

    public override ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        Flush();
        return default;
    }

    public override void Advance(int count)
    {
        lock (_gate)
        {
            BeginWrite();
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _lentCount);
            _lentCount -= count;
            _body.Advance(count);
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        lock (_gate)
        {
            if (_fate == Fate.Completed) ThrowCompleted();
            var lent = _body.GetMemory(sizeHint);
            _lentCount = lent.Length;
            return lent;
        }
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void BeginWrite()
    {
        Check();
        if (_statusCode == 0) _statusCode = Status.OK;
        if (!BodyFramingRules.SendsBody(_statusCode))
            throw new InvalidOperationException($"A {_statusCode} response has no body (RFC 9110 section 6.4.1).");
    }

    private void Check()
    {
        if (_fate == Fate.Running) return;
        if (_fate == Fate.Completed) ThrowCompleted();
        throw _fate == Fate.TimedOut ? new HandlerTimeoutException() : new OperationCanceledException("The request was cancelled.");
    }

    [DoesNotReturn]
    private static void ThrowCompleted() =>
        throw new ObjectDisposedException(
            typeof(ResponseWriter).FullName, "The handler has completed, so its response can no longer be written.");

    private void CopyFields(Header header)
    {
        foreach (ref readonly var field in _header.Fields) header.Remove(field.Name);
        foreach (ref readonly var field in _header.Fields)
            header.Add(field);
    }
}
