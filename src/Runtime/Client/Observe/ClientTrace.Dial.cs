using System.Net;
using RouteGen.IO;

namespace RouteGen;

// These methods are members of the trace, so that a native program that makes no trace does not contain them.
public sealed partial class ClientTrace
{
    /// <summary>Looks up a host and calls the hooks.</summary>
    internal async ValueTask<IPAddress[]> ResolveAsync(string host, ResolveStep resolver, CancellationToken cancellationToken)
    {
        DnsStart?.Invoke(host);
        IPAddress[] addresses;
        try
        {
            addresses = await resolver(host, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DnsDone is not null)
        {
            DnsDone([], e);
            throw;
        }

        // Called outside the try block, so that a hook that throws is not called again.
        DnsDone?.Invoke(addresses, null);
        return addresses;
    }

    /// <summary>Connects to an address and calls the hooks, which never run on a thread that drives IO.</summary>
    internal async ValueTask<Conn> ConnectAsync(IoBackend backend, EndPoint target, CancellationToken cancellationToken)
    {
        var address = target.ToString()!;
        ConnectStart?.Invoke("tcp", address);
        Conn conn;
        try
        {
            conn = await backend.DialAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ConnectDone is not null && e is (TransportException or OperationCanceledException))
        {
            await ThreadPoolHop.Switch();
            ConnectDone("tcp", address, e);
            throw;
        }

        await ThreadPoolHop.Switch();
        Tell(conn, address);
        return conn;
    }

    private void Tell(Conn conn, string address)
    {
        try
        {
            ConnectDone?.Invoke("tcp", address, null);
        }
        catch
        {
            conn.Close();
            throw;
        }
    }
}
