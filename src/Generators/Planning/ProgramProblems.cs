// RG0304: routes of DefaultServeMux that are in no table. A process has only one table, and a referenced program already has it.
// RG0306: middleware of the assembly that covers no handler.
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

internal static class ProgramProblems
{
    /// <summary>Finds the routes that would need a second table.</summary>
    /// <param name="registrations">All registrations.</param>
    /// <param name="libraries">The libraries that list routes, without excluded ones.</param>
    /// <param name="settings">The settings, with the referenced programs.</param>
    internal static EquatableArray<DiagnosticInfo> Of(
        EquatableArray<Registration> registrations, EquatableArray<string> libraries, MuxSettings settings)
    {
        if (settings.Programs.Count == 0) return EquatableArray<DiagnosticInfo>.Empty;
        var problems = new List<DiagnosticInfo>();
        var nowhere = LocationInfo.InLibrary(settings.Programs[0].Name, "");
        if (settings.Programs.Count > 1)
        {
            var names = string.Join(" and ", settings.Programs.Select(static program => "'" + program.Name + "'"));
            problems.Add(DiagnosticInfo.At(
                nowhere, DiagnosticIds.SecondTable,
                "the referenced programs " + names
                    + " each have one; set RouteGenTable to false in all but one of their projects, or move the routes to a class with "
                    + "[ServeMux]"));
        }

        // One message is enough, because the fix is the same for all routes.
        var owner = "the referenced program '" + settings.Programs[0].Name + "' has it";
        if (registrations.Where(static registration => registration.Route.Mux is null && registration.Site is null)
            .OrderBy(static registration => registration.Cause).FirstOrDefault() is { } first)
        {
            problems.Add(DiagnosticInfo.At(
                first.Cause, DiagnosticIds.SecondTable,
                owner + "; move '" + first.Route.HandlerName + "' to a class with [ServeMux], or register it at run time"));
        }

        var served = new HashSet<string>(settings.Programs.SelectMany(static program => program.Libraries), StringComparer.Ordinal);
        foreach (var library in libraries.Where(library => !served.Contains(library)))
        {
            problems.Add(DiagnosticInfo.At(
                nowhere, DiagnosticIds.SecondTable,
                owner + ", without the routes of the library '" + library + "'; exclude them with [assembly: ExcludeRoutes(\""
                    + library + "\")], or "
                + "reference the library in that program's project"));
        }

        return new([.. problems]);
    }

    /// <summary>
    /// Finds middleware of the assembly that covers no handler, because the assembly has no handlers and references a program with a table.
    /// </summary>
    /// <param name="registrations">All registrations. A project without a table has no registrations of libraries.</param>
    /// <param name="attributes">The attributes of the assembly that add middleware.</param>
    /// <param name="settings">The settings, with the referenced programs.</param>
    internal static EquatableArray<DiagnosticInfo> OfMiddleware(
        EquatableArray<Registration> registrations, IEnumerable<LocationInfo> attributes, MuxSettings settings)
    {
        if (registrations.Count != 0 || settings.Programs.Count == 0) return EquatableArray<DiagnosticInfo>.Empty;
        var why = "the table of the referenced program '" + settings.Programs[0].Name
            + "' is used, with its own middleware; write the attribute in that program";
        return new([.. attributes.Select(place => DiagnosticInfo.At(place, DiagnosticIds.IdleMiddleware, why))]);
    }
}
