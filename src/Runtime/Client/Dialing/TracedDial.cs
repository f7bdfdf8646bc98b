using System.Net;
using RouteGen.IO;

namespace RouteGen;

/// <summary>The steps of a dial with the hooks of a trace.</summary>
internal static class TracedDial
{
    /// <summary>A look-up with its hooks.</summary>
    internal static async ValueTask<IPAddress[]> ResolveAsync(
        ClientTrace trace, string host, ResolveStep resolver, CancellationToken cancellationToken)
    {
        trace.DnsStart?.Invoke(host);
        try
        {
            var addresses = await resolver(host, cancellationToken).ConfigureAwait(false);
            trace.DnsDone?.Invoke(addresses, null);
            return addresses;
        }
        catch (Exception e) when (trace.DnsDone is not null)
        {
            trace.DnsDone([], e);
            throw;
        }
    }

    /// <summary>An attempt to connect with its hooks, which never run on a thread that drives IO.</summary>
    internal static async ValueTask<Conn> ConnectAsync(
        ClientTrace trace, IoBackend backend, EndPoint target, CancellationToken cancellationToken)
    {
        var address = target.ToString()!;
        trace.ConnectStart?.Invoke("tcp", address);
        try
        {
            var conn = await backend.DialAsync(target, cancellationToken).ConfigureAwait(false);
            await ThreadPoolHop.Switch();
            Tell(trace, conn, address);
            return conn;
        }
        catch (Exception e) when (trace.ConnectDone is not null && e is (TransportException or OperationCanceledException))
        {
            await ThreadPoolHop.Switch();
            trace.ConnectDone("tcp", address, e);
            throw;
        }
    }

    private static void Tell(ClientTrace trace, Conn conn, string address)
    {
        try
        {
            trace.ConnectDone?.Invoke("tcp", address, null);
        }
        catch
        {
            conn.Close();
            throw;
        }
    }
}
