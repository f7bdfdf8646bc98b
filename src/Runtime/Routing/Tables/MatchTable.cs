// The interface between generated data and the runtime. There are three kinds of MatchTable: generated tables, the patterns that a ServeMux
// registers at run time, and the linear reference implementation.
//
// Look-ups use the *match key* of a request: the escaped path is split at its slashes, each segment is decoded, and a slash that results
// from decoding is replaced by the byte 0x00, which no valid path contains. So an encoded slash never separates segments. The key of a path
// without a percent sign is the path itself. Patterns are in decoded form and are compared as UTF-8.
//
// Entries with the request's host take precedence over entries without a host; the most specific match is the result. It is unique: of two
// entries that match the same request and do not conflict, one is more specific (Patterns/).
using System.ComponentModel;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>
/// A match table. The order of its entries is: exact entries; entries with wildcards, most specific first; prefixes, longest first.
/// </summary>
/// <remarks>Base class of generated code only. Immutable and thread-safe.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MatchTable
{
    /// <summary>The entries, in the order of the table.</summary>
    public abstract ReadOnlySpan<MuxEntry> Entries { get; }

    /// <summary>Number of exact entries, which come first.</summary>
    public abstract int ExactCount { get; }

    /// <summary>The assembly that contains the table. Empty for a table that was created at run time.</summary>
    public abstract string AssemblyName { get; }

    /// <summary>True if every pattern was valid in Go before 1.22, so that redirects follow Go's rules of that time.</summary>
    internal bool IsClassic { get; private protected set; } = true;

    /// <summary>True if a pattern has a method. Otherwise no request gets a 405.</summary>
    internal bool HasMethods { get; private protected set; }

    /// <summary>True if a pattern has a host. Otherwise the host of a request does not matter.</summary>
    internal bool HasHosts { get; private protected set; }

    /// <summary>Finds the entry for a request, and data for redirects. Allocates nothing.</summary>
    /// <param name="query">The request's method, host and match key.</param>
    /// <param name="match">The result. <c>default</c> before the call.</param>
    public abstract void Match(in RouteQuery query, ref RouteMatch match);

    /// <summary>
    /// Fast path of <see cref="Match"/>: returns the exact entry for a path and a method. If the result is null, call <see cref="Match"/>:
    /// there may be no such entry, or the table may not support the fast path, for example because hosts matter.
    /// </summary>
    internal virtual MuxEntry? FindExact(ReadOnlySpan<byte> path, ReadOnlySpan<byte> method) => null;

    /// <summary>
    /// Wraps the handler of a response of the mux itself (a 404, a 405 or a redirect) in the middleware that all handlers of a compiled
    /// table share.
    /// </summary>
    /// <param name="own">The handler that writes the response.</param>
    /// <param name="isMounted">True if the request is for a path below a mount.</param>
    internal virtual IHandler InFrontOf(IHandler own, bool isMounted) => own;

    // The next three methods are for patterns that are registered at run time. They are virtual, so that trimming removes the parser and
    // the conflict rules of patterns from programs without such patterns.

    /// <summary>Merges the result of this table for a query into the result of another table.</summary>
    internal virtual void MatchAlso(in RouteQuery query, ref RouteMatch match) => throw new NotSupportedException();

    /// <summary>
    /// Adds the entry of an intercepted call to the registrations of the mux, after the call has run.
    /// </summary>
    /// <exception cref="InvalidOperationException">The entry conflicts with a registered pattern. It was not added.</exception>
    internal virtual void AddLine(Registrations registrations, MuxEntry entry) => throw new NotSupportedException();

    /// <summary>Returns registrations of the entries of a compiled table and of this table.</summary>
    /// <exception cref="InvalidOperationException">Two entries conflict.</exception>
    internal virtual Registrations RegisterBeside(MatchTable compiled) => throw new NotSupportedException();

    /// <summary>Adds the methods of all entries that match the path, and whose host is the request's or empty.</summary>
    internal abstract void AddMethods(in RouteQuery query, ref AllowedMethods methods);
}
