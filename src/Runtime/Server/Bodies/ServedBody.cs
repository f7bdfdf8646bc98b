using System.Diagnostics.CodeAnalysis;

namespace RouteGen.Serving;

/// <summary>
/// The body that a handler gets: a face of the pooled <see cref="RequestBody"/>.
/// </summary>
internal sealed class ServedBody : Body
{
    private readonly RequestBody _body;
    private readonly ServedConn _conn;
    private FaceWord _word;

    /// <summary>Creates the face of a body that has begun.</summary>
    internal ServedBody(RequestBody body, ServedConn conn)
    {
        _body = body;
        _conn = conn;
        ContentLength = body.ContentLength;
    }

    public override long ContentLength { get; }

    /// <summary>True while a read is in progress.</summary>
    internal bool IsReading => _word.IsBusy;

    /// <summary>Seals the face when the handler has completed, so that every read throws.</summary>
    internal void Seal() => _word.Seal(_conn);

    public override int Read(Span<byte> buffer)
    {
        Claim();
        try
        {
            return _body.Read(buffer);
        }
        finally
        {
            Release();
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
        Claim();
        var waits = false;
        try
        {
            waits = !_body.TryReadNow(buffer.Span, out var count);
            if (!waits) return new(count);
        }
        finally
        {
            if (!waits) Release();
        }

        return _body.ReadSlowAsync(buffer, this, cancellationToken);
    }

    /// <summary>Releases the claim of a read.</summary>
    internal void Release()
    {
        if (_word.Release()) _conn.EndOperation();
    }

    internal override void Forward()
    {
        if (!_word.TryVisit()) ThrowNotClaimed();
        _body.Forward();
        if (_word.EndVisit()) _conn.EndOperation();
    }

    // May be called at any time. The rest of the body cannot be read afterwards.
    protected override void Dispose(bool disposing)
    {
        if (disposing && _word.TryVisit())
        {
            _body.Dispose();
            if (_word.EndVisit()) _conn.EndOperation();
        }

        base.Dispose(disposing);
    }

    private void Claim()
    {
        if (!_word.TryClaim()) ThrowNotClaimed();
    }

    [DoesNotReturn]
    private void ThrowNotClaimed()
    {
        if (_word.IsSealed)
            throw new ObjectDisposedException(
                typeof(Body).FullName,
                "The handler has completed, so the body of its request can no longer be read. Read it before the handler returns.");
        throw new InvalidOperationException("A read of this body is still in progress. Await it before the next one.");
    }
}
