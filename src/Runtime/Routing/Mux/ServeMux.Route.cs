// Finds the handler of a request. The path of most requests can be matched as received (IsPathClean), without a copy or an allocation.
// Other paths are decoded to a match key and cleaned first.
//
// Slash redirect: a path that no entry matches exactly is redirected to the path with a slash added, if an entry exactly matches the
// latter. With classic patterns only, entries with the request's host and without a host are considered together, as in Go before 1.22
// (BEHAVIOUR M3). Otherwise the path with the slash is matched like any other path, as in later versions of Go. The results differ only if
// there are patterns with and without a host.
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using RouteGen.Protocol;
using RouteGen.Routing;

namespace RouteGen;

public sealed partial class ServeMux
{
    // Keys of up to this many bytes are created on the stack, longer ones in a pooled array. The limit for heads bounds their length.
    private const int StackKeyBytesMax = 512;

    private Routed Route(Request r)
    {
        var sides = new MuxSides(_compiled, _registered);
        if (!r.IsAsReceived) return RouteAsMade(sides, r);
        var head = r.ServerHead;
        var path = r.RawPath;
        var method = r.RawMethod;
        if (head.IsPathClean && !IsConnect(method))
        {
            if (sides.FindExact(path, method) is { } found) return Routed.To(found);
            var query = new RouteQuery(method, sides.HasHosts ? HostPort.StripPort(r.RawHost) : default, path);
            var match = default(RouteMatch);
            sides.Match(query, ref match);
            return match.Entry is { Kind: MuxEntryKind.Exact } entry ? Routed.To(entry) : Choose(sides, query, match, r.RawQueryBytes);
        }

        var target = new Target
        {
            Method = method,
            Host = r.RawHost,
            UrlHost = head.Form is TargetForm.Absolute or TargetForm.Authority ? r.RawHost : default,
            Path = path,
            Query = r.RawQueryBytes,
        };
        return RouteTarget(sides, target);
    }

    // Routes a request that the program has made or changed, by its properties.
    private Routed RouteAsMade(in MuxSides sides, Request r)
    {
        var host = r.Host.Length > 0 ? r.Host : r.Url.Host;
        var target = new Target
        {
            Method = Encoding.UTF8.GetBytes(r.Method),
            // A host with a slash could be matched as part of the path.
            Host = host.Contains('/') ? default : Encoding.UTF8.GetBytes(host),
            UrlHost = Encoding.UTF8.GetBytes(r.Url.Host),
            Path = Encoding.UTF8.GetBytes(r.Url.EscapedPath),
            Query = Encoding.UTF8.GetBytes(r.Url.RawQuery),
        };
        return RouteTarget(sides, target);
    }

    // Not inlined into Route, where its buffer would be cleared for every request.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Routed RouteTarget(in MuxSides sides, in Target target)
    {
        if (target.Path.SequenceEqual("*"u8)) return new Routed(FixedResponses.BadTarget);
        // The authority form has no path, so no pattern can match.
        var isConnect = IsConnect(target.Method);
        if (isConnect && target.Path.IsEmpty) return Refuse(sides, new RouteQuery(target.Method, target.UrlHost, default));

        // The key of an empty path ("http://host") has a leading slash, so it is one byte longer than the path.
        var keyBytesMax = target.Path.Length + 1;
        var rented = keyBytesMax > StackKeyBytesMax ? ArrayPool<byte>.Shared.Rent(keyBytesMax) : null;
        var key = rented is null ? stackalloc byte[StackKeyBytesMax] : rented;
        try
        {
            var isRooted = !target.Path.IsEmpty && target.Path[0] == '/';
            var start = isRooted ? 0 : 1;
            key[0] = (byte)'/';
            if (!PathDecoder.TryDecode(target.Path, key[start..], out var length)) return new Routed(FixedResponses.BadTarget);
            key = key[..(start + length)];
            return isConnect ? RouteConnect(sides, target, key) : RouteKey(sides, target, key, isRooted);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Routed RouteKey(in MuxSides sides, in Target target, Span<byte> key, bool isRooted)
    {
        var isClean = isRooted && PathCleaner.IsClean(key);
        if (!isClean) key = key[..PathCleaner.Clean(key, key)];
        var query = new RouteQuery(target.Method, HostPort.StripPort(target.Host), key);
        var match = default(RouteMatch);
        sides.Match(query, ref match);
        if (isClean) return Choose(sides, query, match, target.Query);
        if (FindSlashForm(sides, query, match) is { } slashForm) return RedirectToSlash(query, target.Query, slashForm);

        // As in Go, every method is redirected, even if the clean path matches nothing.
        return new Routed(RedirectHandler.To(key, default, target.Query), match.Entry?.Pattern ?? "");
    }

    // For CONNECT, the path is not cleaned, the host keeps its port, and the slash redirect uses the URL's host (BEHAVIOUR M4).
    private Routed RouteConnect(in MuxSides sides, in Target target, ReadOnlySpan<byte> key)
    {
        var query = new RouteQuery(target.Method, target.UrlHost, key);
        var match = default(RouteMatch);
        sides.Match(query, ref match);
        if (FindSlashForm(sides, query, match) is { } slashForm) return RedirectToSlash(query, target.Query, slashForm);
        match = default;
        sides.Match(new RouteQuery(target.Method, target.Host, key), ref match);
        return match.Entry is { } entry ? Routed.To(entry) : Refuse(sides, query);
    }

    private Routed Choose(in MuxSides sides, in RouteQuery query, in RouteMatch match, ReadOnlySpan<byte> rawQuery)
    {
        if (FindSlashForm(sides, query, match) is { } slashForm) return RedirectToSlash(query, rawQuery, slashForm);
        return match.Entry is { } entry ? Routed.To(entry) : Refuse(sides, query);
    }

    private static MuxEntry? FindSlashForm(in MuxSides sides, in RouteQuery query, in RouteMatch match)
    {
        if (!sides.IsClassic) return sides.FindSlashForm(query, match.Entry);
        return match.HasExactForm ? null : match.SlashForm;
    }

    // As in Go, the reported pattern is the decoded target path, without a host.
    private static Routed RedirectToSlash(in RouteQuery query, ReadOnlySpan<byte> rawQuery, MuxEntry slashForm) =>
        new(RedirectHandler.To(query.Path, "/"u8, rawQuery, slashForm), PathDecoder.ToText(query.Path) + "/");

    // Responds with 404, or with 405 if the path matches with other methods (RFC 9110 section 15.5.6).
    private Routed Refuse(in MuxSides sides, in RouteQuery query)
    {
        var methods = default(AllowedMethods);
        sides.AddMethods(query, ref methods);
        return new Routed(
            methods.IsEmpty ? NotFoundHandler : new AllowHandler(methods.ToField(), _methodNotAllowed ?? FixedResponses.MethodNotAllowed));
    }

    private static bool IsConnect(ReadOnlySpan<byte> method) => method.SequenceEqual("CONNECT"u8);

    /// <summary>Parts of a request that determine its handler.</summary>
    private ref struct Target
    {
        internal ReadOnlySpan<byte> Method;

        /// <summary>The host of the request, with its port.</summary>
        internal ReadOnlySpan<byte> Host;

        /// <summary>The host in the request target. Empty for the origin form.</summary>
        internal ReadOnlySpan<byte> UrlHost;

        /// <summary>The escaped path.</summary>
        internal ReadOnlySpan<byte> Path;

        internal ReadOnlySpan<byte> Query;
    }
}
