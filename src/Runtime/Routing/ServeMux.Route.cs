// From a request to its handler. The short way is for a served request whose path can be matched as it stands (IsPathClean): no copy, no
// string, no allocation. Every other request goes the long way: its path is decoded into a match key, cleaned, matched.
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using RouteGen.Protocol;
using RouteGen.Routing;

namespace RouteGen;

public sealed partial class ServeMux
{
    // Keys up to this many bytes are made on the stack, longer ones in a pooled array. What bounds them is the limit on heads.
    private const int StackKeyBytesMax = 512;

    private IHandler Route(Request r, out string pattern)
    {
        if (!r.IsAsReceived) return RouteAsMade(r, out pattern);
        var head = r.ServerHead;
        var path = r.RawPath;
        if (head.IsPathClean && !IsConnect(r.RawMethod))
        {
            var query = new RouteQuery(HostPort.StripPort(r.RawHost), path);
            var match = default(RouteMatch);
            Match(query, ref match);
            return Choose(match, path, r.RawQueryBytes, out pattern);
        }

        var target = new Target
        {
            IsConnect = IsConnect(r.RawMethod),
            Host = r.RawHost,
            UrlHost = head.Form is TargetForm.Absolute or TargetForm.Authority ? r.RawHost : default,
            Path = path,
            Query = r.RawQueryBytes,
        };
        return RouteTarget(target, out pattern);
    }

    // A request that a program made, or changed before it came here, is what its properties say.
    private IHandler RouteAsMade(Request r, out string pattern)
    {
        var host = r.Host.Length > 0 ? r.Host : r.Url.Host;
        var target = new Target
        {
            IsConnect = r.Method == "CONNECT",
            // With a slash in it the host would run into the path.
            Host = host.Contains('/') ? default : Encoding.UTF8.GetBytes(host),
            UrlHost = Encoding.UTF8.GetBytes(r.Url.Host),
            Path = Encoding.UTF8.GetBytes(r.Url.EscapedPath),
            Query = Encoding.UTF8.GetBytes(r.Url.RawQuery),
        };
        return RouteTarget(target, out pattern);
    }

    // Kept apart from Route: its buffer would be cleared on the short way too.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private IHandler RouteTarget(in Target target, out string pattern)
    {
        pattern = "";
        if (target.Path.SequenceEqual("*"u8)) return FixedAnswers.BadTarget;
        // The authority form has no path, and every pattern has one.
        if (target.IsConnect && target.Path.IsEmpty) return NotFoundHandler;

        // One byte more, for the slash that a path without one lacks: that of "http://host" is empty.
        var keyBytesMax = target.Path.Length + 1;
        var rented = keyBytesMax > StackKeyBytesMax ? ArrayPool<byte>.Shared.Rent(keyBytesMax) : null;
        var key = rented is null ? stackalloc byte[StackKeyBytesMax] : rented;
        try
        {
            var isRooted = !target.Path.IsEmpty && target.Path[0] == '/';
            var start = isRooted ? 0 : 1;
            key[0] = (byte)'/';
            if (!MatchKey.TryDecode(target.Path, key[start..], out var length)) return FixedAnswers.BadTarget;
            key = key[..(start + length)];
            return target.IsConnect ? RouteConnect(target, key, out pattern) : RouteKey(target, key, isRooted, out pattern);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private IHandler RouteKey(in Target target, Span<byte> key, bool isRooted, out string pattern)
    {
        var isClean = isRooted && PathCleaner.IsClean(key);
        if (!isClean) key = key[..PathCleaner.Clean(key, key)];
        var match = default(RouteMatch);
        Match(new RouteQuery(HostPort.StripPort(target.Host), key), ref match);
        if (isClean || NeedsSlash(match)) return Choose(match, key, target.Query, out pattern);

        // Whatever the method is, and whether or not the clean path matches anything: as in Go.
        pattern = match.Entry?.Pattern ?? "";
        return RedirectHandler.To(key, default, target.Query);
    }

    // CONNECT: the path is not cleaned, the host keeps its port, and a slash redirect looks at the URL's host (BEHAVIOUR M4).
    private IHandler RouteConnect(in Target target, ReadOnlySpan<byte> key, out string pattern)
    {
        var match = default(RouteMatch);
        Match(new RouteQuery(target.UrlHost, key), ref match);
        if (NeedsSlash(match)) return Choose(match, key, target.Query, out pattern);
        match = default;
        Match(new RouteQuery(target.Host, key), ref match);
        pattern = match.Entry?.Pattern ?? "";
        return match.Entry?.Handler ?? NotFoundHandler;
    }

    private void Match(in RouteQuery query, ref RouteMatch match)
    {
        _compiled?.Match(query, ref match);
        if (_registered is not { } registered) return;
        var other = default(RouteMatch);
        registered.Match(query, ref other);
        match.Merge(other);
    }

    private IHandler Choose(in RouteMatch match, ReadOnlySpan<byte> key, ReadOnlySpan<byte> query, out string pattern)
    {
        if (NeedsSlash(match))
        {
            // Go reports the path it redirects to, without a host.
            pattern = match.SlashForm!.Path;
            return RedirectHandler.To(key, "/"u8, query);
        }

        pattern = match.Entry?.Pattern ?? "";
        return match.Entry?.Handler ?? NotFoundHandler;
    }

    private static bool NeedsSlash(in RouteMatch match) => match.SlashForm is not null && !match.HasExactForm;

    private static bool IsConnect(ReadOnlySpan<byte> method) => method.SequenceEqual("CONNECT"u8);

    /// <summary>What of a request decides its handler.</summary>
    private ref struct Target
    {
        internal bool IsConnect;

        /// <summary>The host the request is for, with its port.</summary>
        internal ReadOnlySpan<byte> Host;

        /// <summary>The target's own host; empty for the origin form.</summary>
        internal ReadOnlySpan<byte> UrlHost;

        /// <summary>The escaped path.</summary>
        internal ReadOnlySpan<byte> Path;

        internal ReadOnlySpan<byte> Query;
    }
}
