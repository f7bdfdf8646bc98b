using System.Buffers;
using System.Text;

namespace RouteGen.Routing;

/// <summary>Responds with 301 to another path of the same host (BEHAVIOUR M7).</summary>
internal sealed class RedirectHandler : IHandler
{
    private readonly string _location;

    // The entry that the redirect leads to, where that is a mounted mux's.
    private readonly IMountedEntry? _target;

    private RedirectHandler(string location, IMountedEntry? target) => (_location, _target) = (location, target);

    /// <summary>A redirect to a clean path and a query.</summary>
    /// <param name="key">The path's match key.</param>
    /// <param name="suffix">The text that is added to the path: a slash, or nothing.</param>
    /// <param name="query">The query as received, without its question mark, or empty for none.</param>
    /// <param name="target">The entry that it leads to, or null if unknown.</param>
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

    /// <summary>The redirect to the same path below another one.</summary>
    /// <param name="path">Decoded, without a slash at its end.</param>
    internal RedirectHandler Below(string path)
    {
        var location = new ArrayBufferWriter<byte>(path.Length + 16);
        PathDecoder.Encode(Encoding.UTF8.GetBytes(path), location);
        return new RedirectHandler(Encoding.ASCII.GetString(location.WrittenSpan) + _location, _target);
    }

    /// <summary>Returns the redirect as the mux sends it: after the middleware of the mounted mux that it leads to.</summary>
    internal IHandler BehindMount() => _target is null ? this : _target.Redirecting(this);

    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("Location", _location);
        // RFC 9110 section 15.4.2 wants a short note for old user agents; a handler in front that set a type has its own.
        var hasNote = !w.Header.IsSet("Content-Type") && r.Method is "GET" or "HEAD";
        if (hasNote) w.Header.Set("Content-Type", "text/html; charset=utf-8");
        w.WriteHeader(301);
        if (hasNote && r.Method == "GET") w.Write($"<a href=\"{HtmlText.Escape(_location)}\">Moved Permanently</a>.\n\n");
        return default;
    }

    // The query of a received request is visible ASCII, since its parser sees to that; the query of a request that a program made is not.
    private static void WriteVisible(ReadOnlySpan<byte> query, ArrayBufferWriter<byte> location)
    {
        foreach (var value in query)
        {
            if (value is > 0x20 and < 0x7F) location.Write([value]);
            else Protocol.PercentEncoding.EncodePath([value], location);
        }
    }
}
