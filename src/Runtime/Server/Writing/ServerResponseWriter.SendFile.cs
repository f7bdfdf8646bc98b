using Microsoft.Win32.SafeHandles;

namespace RouteGen.Serving;

internal sealed partial class ServerResponseWriter
{
    // Up to this length, copying costs less than an additional system call.
    private const int CopiedFileBytesMax = 16 * 1024;

    /// <summary>
    /// Commits the head. Returns true to send a part of a file with this length with <see cref="BeginFile"/>, false to copy the part.
    /// </summary>
    internal bool TakesFile(long count)
    {
        if (!_isCommitted) Commit(200);
        // Without a declared length, the body may have to be chunked, which BeginFile does not do.
        return count > CopiedFileBytesMax && _declaredLength >= 0;
    }

    /// <summary>
    /// Begins to send a part of a file with this length. Returns true if <see cref="SendFileSlowAsync"/> must be called, false for HEAD,
    /// which has no body.
    /// </summary>
    internal bool BeginFile(long count)
    {
        BeginWrite(count);
        return !_isHead;
    }

    /// <summary>Sends the part of the file after <see cref="BeginFile"/>, and releases the face.</summary>
    internal async ValueTask SendFileSlowAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken)
    {
        try
        {
            using var registration = _conn.AbortWhen(cancellationToken);
            if (!_isOnWire)
            {
                // The beginning is sent together with the head, whose content type may be guessed from it.
                var held = RandomAccess.Read(file, _body.AsSpan(_bodyCount), offset);
                if (held == 0 && _bodyCount < HeldBackMax) throw ServedConn.Ended();
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
            // The response is incomplete, even if the handler continues.
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
