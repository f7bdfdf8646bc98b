using System.Text;

namespace RouteGen.Protocol;

/// <summary>The static table of HPACK (RFC 7541 appendix A). Its first entry has the index 1.</summary>
internal static class HpackStatic
{
    /// <summary>The number of entries.</summary>
    internal const int Count = 61;

    private static readonly (string Name, string Value)[] s_entries =
    [
        (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"),
        (":path", "/index.html"), (":scheme", "http"), (":scheme", "https"), (":status", "200"),
        (":status", "204"), (":status", "206"), (":status", "304"), (":status", "400"),
        (":status", "404"), (":status", "500"), ("accept-charset", ""), ("accept-encoding", "gzip, deflate"),
        ("accept-language", ""), ("accept-ranges", ""), ("accept", ""), ("access-control-allow-origin", ""),
        ("age", ""), ("allow", ""), ("authorization", ""), ("cache-control", ""),
        ("content-disposition", ""), ("content-encoding", ""), ("content-language", ""), ("content-length", ""),
        ("content-location", ""), ("content-range", ""), ("content-type", ""), ("cookie", ""),
        ("date", ""), ("etag", ""), ("expect", ""), ("expires", ""),
        ("from", ""), ("host", ""), ("if-match", ""), ("if-modified-since", ""),
        ("if-none-match", ""), ("if-range", ""), ("if-unmodified-since", ""), ("last-modified", ""),
        ("link", ""), ("location", ""), ("max-forwards", ""), ("proxy-authenticate", ""),
        ("proxy-authorization", ""), ("range", ""), ("referer", ""), ("refresh", ""),
        ("retry-after", ""), ("server", ""), ("set-cookie", ""), ("strict-transport-security", ""),
        ("transfer-encoding", ""), ("user-agent", ""), ("vary", ""), ("via", ""),
        ("www-authenticate", ""),
    ];

    private static readonly byte[][] s_names = Bytes(static entry => entry.Name);
    private static readonly byte[][] s_values = Bytes(static entry => entry.Value);
    private static readonly Dictionary<string, int> s_byName = IndexNames();

    internal static byte[] Name(int index) => s_names[index - 1];

    internal static byte[] Value(int index) => s_values[index - 1];

    /// <summary>Returns the index of the first entry with this name, in lower case, or 0 if there is none.</summary>
    internal static int Find(string name) => s_byName.GetValueOrDefault(name);

    private static byte[][] Bytes(Func<(string Name, string Value), string> part)
    {
        var bytes = new byte[Count][];
        for (var index = 0; index < Count; index++) bytes[index] = Encoding.ASCII.GetBytes(part(s_entries[index]));
        return bytes;
    }

    private static Dictionary<string, int> IndexNames()
    {
        var byName = new Dictionary<string, int>();
        for (var index = Count; index > 0; index--) byName[s_entries[index - 1].Name] = index;
        return byName;
    }
}
