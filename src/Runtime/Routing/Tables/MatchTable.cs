// The interface between generated data and the runtime. Everything that chooses an entry is a MatchTable: the generated ones, the linear
// reference, and a ServeMux's run-time registrations.
//
// The key. A table is asked with the *match key* of a request, not with its target: the escaped path is split at its slashes, each
// segment is decoded, and a slash that comes out of decoding is written as the byte 0x00 (which no accepted path can
// hold), so that an encoded slash never separates segments. A target without a percent sign is its own key. Patterns are decoded
// text already, and are compared as UTF-8.
//
// The result. Of the entries that match a request, those with its host take precedence over those without a host; among these the most
// specific one serves it. There is one: of two entries that match the same request and are not in conflict, one is more specific
// (Patterns/).
using System.ComponentModel;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>
/// A static match table: exact entries first, then wildcard entries, most specific first, then prefix entries from longest to shortest.
/// </summary>
/// <remarks>A base class for generated code only. Immutable, so any thread may use it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MatchTable
{
    /// <summary>The entries, in the order of the table.</summary>
    public abstract ReadOnlySpan<MuxEntry> Entries { get; }

    /// <summary>Number of exact entries; they come first.</summary>
    public abstract int ExactCount { get; }

    /// <summary>The assembly the table was generated into; empty for one made at run time.</summary>
    public abstract string AssemblyName { get; }

    /// <summary>True if every pattern is classic: then redirects are decided as Go did before 1.22.</summary>
    internal bool IsClassic { get; private protected set; } = true;

    /// <summary>True if a pattern has a method; otherwise no request gets a 405.</summary>
    internal bool HasMethods { get; private protected set; }

    /// <summary>True if a pattern has a host: otherwise the host of a request is not looked at.</summary>
    internal bool HasHosts { get; private protected set; }

    /// <summary>Finds the entry for a request and further data for the response. Allocates nothing.</summary>
    /// <param name="query">The request's method, host and match key.</param>
    /// <param name="match">Filled in; starts as <c>default</c>.</param>
    public abstract void Match(in RouteQuery query, ref RouteMatch match);

    /// <summary>
    /// Returns the exact entry for a path and a method by the fastest look-up; it is the one that <see cref="Match"/> would find. Null if
    /// there is none, or the table has no such look-up, for example because hosts matter; then call <see cref="Match"/>.
    /// </summary>
    internal virtual MuxEntry? FindExact(ReadOnlySpan<byte> path, ReadOnlySpan<byte> method) => null;

    /// <summary>
    /// Puts the middleware that all handlers of a compiled table have in front of a response of the mux itself: a 404, a 405, a redirect.
    /// </summary>
    /// <param name="own">The handler that writes it.</param>
    /// <param name="isMounted">True if the request is for a path below a mount.</param>
    internal virtual IHandler InFrontOf(IHandler own, bool isMounted) => own;

    // These three are only for run-time registrations. They are virtual so that a program without any does not contain the code that
    // compares two tables: the rules of patterns, and their parser.

    /// <summary>Adds the result of this table for the same query to a result.</summary>
    internal virtual void MatchAlso(in RouteQuery query, ref RouteMatch match) => throw new NotSupportedException();

    /// <summary>
    /// Adds an entry of the compiled table, whose call has run, to the patterns that a mux with this table checks new ones against.
    /// </summary>
    /// <exception cref="InvalidOperationException">It conflicts with one of them; nothing was added.</exception>
    internal virtual void AddLine(Registrations registrations, MuxEntry entry) => throw new NotSupportedException();

    /// <summary>The entries of a compiled table, and then this one's.</summary>
    /// <exception cref="InvalidOperationException">They conflict.</exception>
    internal virtual Registrations RegisterBeside(MatchTable compiled) => throw new NotSupportedException();

    /// <summary>Adds the methods of all entries that match except for the method, regardless of the entries of the host.</summary>
    internal abstract void AddMethods(in RouteQuery query, ref AllowedMethods methods);
}
