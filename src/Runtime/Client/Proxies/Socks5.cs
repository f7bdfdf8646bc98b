// A tunnel through a SOCKS5 proxy (RFC 1928), optionally with user name and password (RFC 1929). The proxy looks up the target's name.
using System.Diagnostics;
using System.Text;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

internal static class Socks5
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte UserAndPassword = 2;
    private const byte NoMethodAccepted = 0xFF;
    private const byte Ipv4 = 1;
    private const byte DomainName = 3;
    private const byte Ipv6 = 4;
    private const int TextBytesMax = 255;

    /// <summary>Asks the proxy for a connection to the key's host. Afterwards the connection is the tunnel.</summary>
    /// <exception cref="TransportException">The proxy refused or does not speak SOCKS5, or the connection to the proxy broke.</exception>
    /// <exception cref="InvalidOperationException">The host, user name or password is empty or longer than 255 bytes.</exception>
    internal static async ValueTask OpenAsync(Conn conn, ConnKey key, UserInfo? user)
    {
        var request = ConnectRequest(key);
        if (user is { IsEmpty: true }) user = null;
        await conn.SendAsync(user is null ? new byte[] { Version, 1, NoAuthentication } : [Version, 2, NoAuthentication, UserAndPassword])
            .ConfigureAwait(false);
        var reply = await ReadAsync(conn, 2).ConfigureAwait(false);
        if (reply[0] != Version) throw Refused("it does not speak SOCKS5");
        if (reply[1] == UserAndPassword && user is not null) await AuthenticateAsync(conn, user).ConfigureAwait(false);
        else if (reply[1] == NoMethodAccepted || reply[1] != NoAuthentication)
            throw Refused("it accepts none of the offered authentication methods");
        await conn.SendAsync(request).ConfigureAwait(false);
        await ReadReplyAsync(conn).ConfigureAwait(false);
        // Such bytes would be read as the beginning of the first response.
        if (conn.TryReceive(new byte[1]) > 0) throw Refused("it sent bytes after its reply");
    }

    // RFC 1928 section 4.
    private static byte[] ConnectRequest(ConnKey key)
    {
        var bytes = new List<byte> { Version, 1, 0 };
        if (IpText.TryParse(key.Host, out var literal))
        {
            var address = literal.GetAddressBytes();
            bytes.Add(address.Length == 4 ? Ipv4 : Ipv6);
            bytes.AddRange(address);
        }
        else
        {
            bytes.Add(DomainName);
            AddText(bytes, key.Host, "target host");
        }

        bytes.Add((byte)(key.Port >> 8));
        bytes.Add((byte)key.Port);
        return [.. bytes];
    }

    // RFC 1929 section 2.
    private static async ValueTask AuthenticateAsync(Conn conn, UserInfo user)
    {
        var bytes = new List<byte> { 1 };
        AddText(bytes, user.Username, "user name");
        AddText(bytes, user.Password ?? "", "password");
        await conn.SendAsync(bytes.ToArray()).ConfigureAwait(false);
        var reply = await ReadAsync(conn, 2).ConfigureAwait(false);
        if (reply[1] != 0) throw Refused("it does not accept the user name and password");
    }

    // RFC 1928 section 6. The bound address is not used, but it must be read, because the tunnel begins after it.
    private static async ValueTask ReadReplyAsync(Conn conn)
    {
        var reply = await ReadAsync(conn, 4).ConfigureAwait(false);
        if (reply[0] != Version) throw Refused("it does not speak SOCKS5");
        if (reply[1] != 0) throw Refused(Describe(reply[1]));
        var length = reply[3] switch
        {
            Ipv4 => 4,
            Ipv6 => 16,
            DomainName => (await ReadAsync(conn, 1).ConfigureAwait(false))[0],
            _ => throw Refused("its reply has an address of an unknown type"),
        };
        await ReadAsync(conn, length + sizeof(ushort)).ConfigureAwait(false);
    }

    private static string Describe(byte code) => code switch
    {
        2 => "its rules do not allow the connection",
        3 => "the network is unreachable",
        4 => "the host is unreachable",
        5 => "the host refused the connection",
        6 => "the time to live expired",
        7 => "it does not support the command",
        8 => "it does not support the address type",
        _ => "general failure",
    };

    private static void AddText(List<byte> bytes, string text, string what)
    {
        Debug.Assert(FieldText.IsWellFormed(text), "Lone surrogates were rejected when the key of the connection was made.");
        var encoded = Encoding.UTF8.GetBytes(text);
        if (encoded.Length is 0 or > TextBytesMax)
            throw new InvalidOperationException(
                $"The {what} for the SOCKS5 proxy must have 1 to {TextBytesMax} bytes, but has {encoded.Length}.");
        bytes.Add((byte)encoded.Length);
        bytes.AddRange(encoded);
    }

    private static async ValueTask<byte[]> ReadAsync(Conn conn, int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = conn.TryReceive(bytes.AsSpan(have));
            if (read == 0)
                throw new TransportException(TransportError.UnexpectedEof, "The SOCKS5 proxy closed the connection before it responded.");
            if (read == Conn.WouldBlock) await conn.WaitReadableAsync().ConfigureAwait(false);
            else have += read;
        }

        return bytes;
    }

    private static TransportException Refused(string why) =>
        new(TransportError.ProxyRefused, $"The SOCKS5 proxy did not open the tunnel: {why}.");
}
