using System.Buffers;
using System.Text;

namespace RouteGen.Routing;

/// <summary>Handler that redirects with 301 to another path of the same host (BEHAVIOUR M7).</summary>
internal sealed class RedirectHandler : IHandler
{
    private readonly string _location;

    // The entry that the target matches, if it belongs to a mounted mux.
    private readonly IMountedEntry? _target;

    private RedirectHandler(string location, IMountedEntry? target) => (_location, _target) = (location, target);

    /// <summary>Creates a redirect to a clean path and a query.</summary>
    /// <param name="key">The match key of the path.</param>
    /// <param name="suffix">The text to append to the path: a slash, or empty.</param>
    /// <param name="query">The query as received, without its question mark, or empty for none.</param>
    /// <param name="target">The entry that the target matches, or null if unknown.</param>
    internal static RedirectHandler To(ReadOnlySpan<byte> key, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> query, MuxEntry? target = null)
    {
        var location = new ArrayBufferWriter<byte>(key.Length + query.Length + 16);
        PathDecoder.Encode(key, location);
        location.Write(suffix);
        if (!query.IsEmpty) location.Write("?"u8);
        WriteVisible(query, location);
        var mounted = target is null ? null : IMiddlewareChain.EndOf(target.MountedHandler) as IMountedEntry;
        return new RedirectHandler(Encoding.ASCII.GetString(location.WrittenSpan), mounted);
    }

    /// <summary>Returns the same redirect, with a path prepended to its location.</summary>
    /// <param name="path">The decoded path, without a trailing slash.</param>
    internal RedirectHandler Below(string path)
    {
        var location = new ArrayBufferWriter<byte>(path.Length + 16);
        PathDecoder.Encode(Encoding.UTF8.GetBytes(path), location);
        return new RedirectHandler(Encoding.ASCII.GetString(location.WrittenSpan) + _location, _target);
    }

    /// <summary>Returns a handler that runs the middleware of the target's mounted mux, if any, and then redirects.</summary>
    internal IHandler BehindMount() => _target is null ? this : _target.Redirecting(this);

    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("Location", _location);
        // RFC 9110 section 15.4.2: a short note for old user agents. An outer handler that has set a type writes its own body.
        var hasNote = !w.Header.IsSet("Content-Type") && r.Method is "GET" or "HEAD";
        if (hasNote) w.Header.Set("Content-Type", "text/html; charset=utf-8");
        w.WriteHeader(301);
        if (hasNote && r.Method == "GET") w.Write($"<a href=\"{HtmlText.Escape(_location)}\">Moved Permanently</a>.\n\n");
        return default;
    }

    // Escapes the query of a request that the program has made. The query of a received request is always visible ASCII.
    private static void WriteVisible(ReadOnlySpan<byte> query, ArrayBufferWriter<byte> location)
    {
        foreach (var value in query)
        {
            if (value is > 0x20 and < 0x7F) location.Write([value]);
            else Protocol.PercentEncoding.EncodePath([value], location);
        }
    }
}
