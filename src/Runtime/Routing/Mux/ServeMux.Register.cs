// Registration at run time, with the same rules as in a build (Registrations.cs).
using System.Globalization;
using RouteGen.Routing;

namespace RouteGen;

public sealed partial class ServeMux
{
    // Guarded by _gate: the entries of both sides, against which new patterns are checked. Null until a pattern is registered at run time.
    private Registrations? _registrations;

    // Guarded by _gate: remarks on patterns that are probably mistakes. They are logged when a server starts.
    private const int RemarkCountMax = 100;
    private readonly List<string> _remarks = [];

    // Guarded by _gate: the intercepted calls that ran before the mux had its table.
    private WaitingLine? _waiting;

    private void Register(string pattern, IHandler handler, string handlerName, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (!RoutePattern.TryParse(pattern, out var parsed, out var error))
            throw new ArgumentException($"The pattern \"{pattern}\" cannot be registered. {error}", nameof(pattern));
        var entry = new MuxEntry(pattern, MuxEntry.KindOf(parsed!), handler, handlerName, FormatSource(file, line));
        lock (_gate)
        {
            var registrations = _registrations ?? new Registrations(_compiled);
            registrations.Add(entry);
            _registrations = registrations;
            _registered = ((SnapshotTable?)_registered ?? SnapshotTable.Empty).Add(entry);
            if (PatternHabits.FindIn(parsed!) is { } habit && _remarks.Count < RemarkCountMax)
                _remarks.Add(
                    $"The pattern \"{pattern}\" (at {(entry.Source.Length == 0 ? "an unknown location" : entry.Source)}) probably "
                        + $"does not match what was intended: {habit}.");
        }
    }

    /// <summary>Returns the remarks on patterns since the last call.</summary>
    internal string[] TakeRemarks()
    {
        lock (_gate)
        {
            string[] remarks = [.. _remarks];
            _remarks.Clear();
            return remarks;
        }
    }

    // Called by an intercepted call, whose pattern is in the compiled table. The build has checked that table for conflicts. Conflicts with
    // patterns that were registered at run time are checked by their table, so that trimming removes the check from programs without such
    // patterns.
    internal void RegisterLine(int index, IHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_gate)
        {
            if (_compiled is not CompiledTable compiled)
            {
                _waiting = new(index, handler, _waiting);
                return;
            }

            var entry = compiled.Entries[index];
            if (entry.IsRegistered) throw Registrations.Twice(entry, entry);
            var next = compiled.With(index, handler);
            _registered?.AddLine(_registrations!, next.Entries[index]);
            _compiled = next;
        }
    }

    private void UseTable(MatchTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        lock (_gate)
        {
            if (_compiled is { } compiled)
            {
                throw new InvalidOperationException(
                    $"The default mux already has the generated table of the assembly {compiled.AssemblyName}, and "
                    + $"{table.AssemblyName} has another one. Only one assembly of a program can have a table; "
                    + "set the property RouteGenTable to false in the project of the other one.");
            }

            if (_registered is { } registered) _registrations = registered.RegisterBeside(table);
            _compiled = table;
            _waiting?.Register(this);
        }
    }

    // Uses only the name of the file, not the path on the machine where it was compiled.
    private static string FormatSource(string file, int line) =>
        file.Length == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{file.AsSpan(file.AsSpan().LastIndexOfAny('/', '\\') + 1)}:{line}");
}
