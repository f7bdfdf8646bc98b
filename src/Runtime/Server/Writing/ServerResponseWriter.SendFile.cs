using Microsoft.Win32.SafeHandles;

namespace RouteGen.Serving;

internal sealed partial class ServerResponseWriter
{
    // Up to here a copy costs less than a system call of its own.
    private const int CopiedFileBytesMax = 16 * 1024;

    /// <summary>
    /// Commits the head. Returns true if a part of a file of this length is sent with <see cref="BeginFile"/>, false if it has to be
    /// copied.
    /// </summary>
    internal bool TakesFile(long count)
    {
        if (!_isCommitted) Commit(200);
        // Chunks have heads of their own, and a body whose length is not known yet may be short enough to get one.
        return count > CopiedFileBytesMax && _declaredLength >= 0;
    }

    /// <summary>
    /// Begins sending a part of a file, as a write of this many bytes. Returns true if <see cref="SendFileSlowAsync"/> must send it, false
    /// for HEAD, which has no body.
    /// </summary>
    internal bool BeginFile(long count)
    {
        BeginWrite(count);
        return !_isHead;
    }

    /// <summary>Sends the part of a file that was begun, and releases the face.</summary>
    internal async ValueTask SendFileSlowAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken)
    {
        try
        {
            using var registration = _conn.AbortWhen(cancellationToken);
            if (!_isOnWire)
            {
                // The beginning leaves together with the head, which may have to say what it is.
                var held = RandomAccess.Read(file, _body.AsSpan(_bodyCount), offset);
                if (held == 0 && _bodyCount < HeldBackMax) throw ServerConn.Ended();
                _bodyCount += held;
                offset += held;
                count -= held;
                await CommitToWireAsync().ConfigureAwait(false);
            }

            await SendFileToWireAsync(file, offset, count).ConfigureAwait(false);
        }
        catch (TransportException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch
        {
            // The rest of the announced data is missing, whatever the handler does next.
            ClosesAfter = true;
            throw;
        }
        finally
        {
            _face.Release();
        }
    }

    private async ValueTask SendFileToWireAsync(SafeFileHandle file, long offset, long count)
    {
        using var lease = _conn.HoldOutput();
        await _conn.SendFileAsync(file, offset, count).ConfigureAwait(false);
    }
}
