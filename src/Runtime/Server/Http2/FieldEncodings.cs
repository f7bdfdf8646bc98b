using System.Collections.Concurrent;
using System.Text;
using RouteGen.Protocol;

namespace RouteGen.Serving;

/// <summary>The way in which a field of a response is encoded.</summary>
internal sealed class FieldEncoding
{
    internal FieldEncoding(string name)
    {
        var lower = name.ToLowerInvariant();
        Name = Encoding.ASCII.GetBytes(lower);
        StaticIndex = HpackStatic.Find(lower);
        IsOmitted = lower is "connection" or "keep-alive" or "proxy-connection" or "transfer-encoding" or "upgrade" or "http2-settings";
        IsSecret = lower is "set-cookie" or "authorization" or "proxy-authorization" or "cookie";
        IsIndexed = !IsSecret
            && lower is not ("etag" or "last-modified" or "location" or "content-range" or "content-length" or "age" or "expires");
    }

    /// <summary>The name in lower case.</summary>
    internal byte[] Name { get; }

    /// <summary>Index of an entry of the static table with this name, or 0.</summary>
    internal int StaticIndex { get; }

    /// <summary>True for a field of a connection of HTTP/1.1, which is not sent (RFC 9113 section 8.2.2).</summary>
    internal bool IsOmitted { get; }

    /// <summary>True if the value must not be added to a table.</summary>
    internal bool IsSecret { get; }

    /// <summary>True if the value often recurs.</summary>
    internal bool IsIndexed { get; }
}

/// <summary>Remembers the encodings of names. Thread-safe.</summary>
internal static class FieldEncodings
{
    // A program uses few names. If it makes them up, the others are encoded each time.
    private const int KeptMax = 256;

    private static readonly ConcurrentDictionary<string, FieldEncoding> s_known = new();

    internal static FieldEncoding Of(string name)
    {
        if (s_known.TryGetValue(name, out var encoding)) return encoding;
        encoding = new FieldEncoding(name);
        if (s_known.Count < KeptMax) s_known.TryAdd(name, encoding);
        return encoding;
    }
}
