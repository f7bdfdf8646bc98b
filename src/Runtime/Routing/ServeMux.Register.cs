// Registration at run time, by the rules that a build is held to (Registrations.cs).
using System.Globalization;
using RouteGen.Routing;

namespace RouteGen;

public sealed partial class ServeMux
{
    // Guarded by _gate: the entries of both sides. Null until one is registered at run time.
    private Registrations? _registrations;

    private void Register(string pattern, IHandler handler, string handlerName, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (!RoutePattern.TryParse(pattern, out var parsed, out var error))
            throw new ArgumentException($"The pattern \"{pattern}\" cannot be registered. {error}", nameof(pattern));
        var entry = new MuxEntry(pattern, MuxEntry.KindOf(parsed!), handler, handlerName, FormatSource(file, line));
        lock (_gate)
        {
            (_registrations ??= new Registrations(_compiled)).Add(entry);
            _registered = ((SnapshotTable?)_registered ?? SnapshotTable.Empty).Add(entry);
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
                    $"The default mux has its generated table from the assembly {compiled.AssemblyName}, and {table.AssemblyName} brings another. " +
                    "Only one assembly of a program may; set the property RouteGenTable to false in the other's project.");
            }

            if (_registered is { } registered) _registrations = registered.RegisterBeside(table);
            _compiled = table;
        }
    }

    // The name alone: where the sources lay when they were compiled is nobody's business at run time.
    private static string FormatSource(string file, int line) =>
        file.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{file.AsSpan(file.AsSpan().LastIndexOfAny('/', '\\') + 1)}:{line}");
}
