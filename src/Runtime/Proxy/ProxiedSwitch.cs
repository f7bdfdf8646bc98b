// A protocol switch (RFC 9110 section 7.8). After the 101, two loops copy the data of both directions. The end of one direction is
// forwarded, and the other continues. A failure in either ends both.
using System.Buffers;

namespace RouteGen.Proxying;

internal static class ProxiedSwitch
{
    /// <summary>Checks that the server switches to the requested protocol, and that the connection can be used.</summary>
    /// <exception cref="IOException">The check failed.</exception>
    internal static void Check(Request sent, Response response)
    {
        var switched = ForwardedFields.UpgradeOf(response.Header);
        if (!ForwardedFields.IsPrintable(switched))
            throw new IOException("The server switched to a protocol whose name cannot be forwarded.");
        var asked = ForwardedFields.UpgradeOf(sent.Header);
        if (!switched.Equals(asked, StringComparison.OrdinalIgnoreCase))
            throw new IOException($"The server switched to the protocol \"{switched}\" when \"{asked}\" was requested.");
        if (!response.Body.CanWrite) throw new IOException("The transport does not support switching protocols.");
    }

    /// <summary>Forwards the 101, and then the data of both directions until they have ended.</summary>
    internal static async ValueTask RunAsync(ResponseWriter w, Request received, Response response, ArrayPool<byte> pool, int blockBytes)
    {
        ForwardedFields.Copy(response.Header, w.Header);
        w.WriteHeader(Status.SwitchingProtocols);
        var front = new ResponseController(w).Hijack();
        var back = response.Body;
        await using var closesFront = front.ConfigureAwait(false);
        using var cut = received.Context.CancellationToken.UnsafeRegister(
            static state => Close((Stream[])state!), new Stream[] { front, back });
        var upwards = PumpAsync(front, back, () => EndSending(back), pool, blockBytes);
        var downwards = PumpAsync(back, front, front.CloseWrite, pool, blockBytes);
        await Task.WhenAll(upwards, downwards).ConfigureAwait(false);
    }

    private static async Task PumpAsync(Stream from, Stream to, Action end, ArrayPool<byte> pool, int blockBytes)
    {
        var block = pool.Rent(blockBytes);
        try
        {
            while (await from.ReadAsync(block).ConfigureAwait(false) is > 0 and var count)
                await to.WriteAsync(block.AsMemory(0, count)).ConfigureAwait(false);
            end();
        }
        catch (Exception e)
        {
            // One of the peers has left, the other loop has failed, or the body of another transport has thrown.
            Close([from, to]);
            if (e is not (IOException or ObjectDisposedException)) throw;
        }
        finally
        {
            pool.Return(block);
        }
    }

    // A body of another transport may not support closing one direction. Disposing it then ends both.
    private static void EndSending(Body back)
    {
        if (back is SwitchedBody switched) switched.Stream.ShutdownSend();
        else back.Dispose();
    }

    private static void Close(Stream[] ends)
    {
        foreach (var end in ends) end.DisposeAfterFailure();
    }
}
