// Applies the program's attributes to the routes that its libraries list. This code does not depend on Roslyn.
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class LibraryMerger
{
    // The maximum number of library names in a message.
    private const int NamesMax = 10;

    /// <summary>Applies the program's rules to the libraries.</summary>
    /// <param name="libraries">The libraries with their routes.</param>
    /// <param name="rules">The rules of the program, in the order of files and lines.</param>
    /// <param name="settings">The settings. Only a project with a table gets the routes of libraries.</param>
    internal static LibraryRoutes Merge(EquatableArray<LibraryModel> libraries, EquatableArray<LibraryRule> rules, MuxSettings settings)
    {
        var problems = new List<DiagnosticInfo>();
        if (settings.EmitsManifest)
        {
            foreach (var rule in rules) AddIdle(rule, "this project is a library and has no table", problems);
        }

        // Libraries that this project excludes need not be in the table of the referenced program.
        var names = new EquatableArray<string>(
            [.. libraries.Select(static library => library.Name)
                .Where(name => !rules.Any(rule => rule is { Prefix: null, TypeName: "" } && rule.AssemblyName == name))]);
        if (settings.Programs.Count != 0)
        {
            foreach (var rule in rules.Where(static rule => rule.Prefix is not null || rule.TypeName.Length != 0))
                AddIdle(rule, "the table of the referenced program '" + settings.Programs[0].Name + "' is used", problems);
        }

        if (!settings.EmitsTable) return new(EquatableArray<Registration>.Empty, new([.. problems]), names);
        var registrations = new List<Registration>();
        foreach (var library in libraries)
            registrations.AddRange(RoutesOf(library, [.. rules.Where(rule => rule.AssemblyName == library.Name)], problems));
        foreach (var rule in rules)
        {
            if (libraries.All(library => library.Name != rule.AssemblyName))
                AddIdle(
                    rule,
                    rule.AssemblyName.Length == 0
                        ? "it does not name a library"
                        : "no referenced library '" + rule.AssemblyName + "' has routes" + NamesOf(libraries),
                    problems);
        }

        return new(new([.. registrations]), new([.. problems]), new([.. libraries.Select(static library => library.Name)]));
    }

    private static string NamesOf(EquatableArray<LibraryModel> libraries) => libraries.Count == 0
        ? ""
        : "; libraries with routes: " + string.Join(", ", libraries.Take(NamesMax).Select(static library => "'" + library.Name + "'"));

    /// <summary>Adds the middleware of the program's assembly to the handlers of its libraries.</summary>
    internal static LibraryRoutes Cover(LibraryRoutes libraries, EquatableArray<MiddlewareModel> ofAssembly) =>
        ofAssembly.Count == 0
            ? libraries
            : libraries with
            {
                Registrations = new([.. libraries.Registrations.Select(registration => registration with
                {
                    Route = registration.Route with
                    {
                        Middleware = new([.. ofAssembly, .. registration.Route.Middleware]), OuterCount = ofAssembly.Count,
                    },
                })]),
            };

    private static IEnumerable<Registration> RoutesOf(LibraryModel library, LibraryRule[] rules, List<DiagnosticInfo> problems)
    {
        // An excluded library need not be readable.
        if (rules.Any(static rule => rule is { Prefix: null, TypeName: "" })) return [];
        if (library.Problem is not null)
        {
            problems.Add(
                DiagnosticInfo.At(
                    LocationInfo.InLibrary(library.Name, ""), DiagnosticIds.UnreadableLibrary, library.Name, library.Problem));
            return [];
        }

        var routes = Exclude(library.Routes, rules, problems);
        return Prefix(library.Name, routes, PrefixOf(rules, problems), problems);
    }

    private static IEnumerable<LibraryRoute> Exclude(
        EquatableArray<LibraryRoute> routes, LibraryRule[] rules, List<DiagnosticInfo> problems)
    {
        var kept = routes.ToList();
        foreach (var rule in rules.Where(static rule => rule.Prefix is null))
        {
            if (!routes.Any(IsMeant)) AddIdle(rule, "the library lists no handlers of '" + rule.TypeName + "'", problems);
            kept.RemoveAll(IsMeant);

            // An assembly cannot have a class and a namespace of the same name, so the name is always followed by a member or a nested
            // class.
            bool IsMeant(LibraryRoute route) => route.Route.HandlerName.StartsWith(rule.TypeName + ".", StringComparison.Ordinal);
        }

        return kept;
    }

    private static LibraryRule? PrefixOf(LibraryRule[] rules, List<DiagnosticInfo> problems)
    {
        LibraryRule? first = null;
        foreach (var rule in rules.Where(static rule => rule.Prefix is not null))
        {
            if (first is not null)
                AddIdle(rule, "the library '" + rule.AssemblyName + "' already has the prefix '" + first.Prefix + "'", problems);
            first ??= rule;
        }

        return first;
    }

    private static IEnumerable<Registration> Prefix(
        string library, IEnumerable<LibraryRoute> routes, LibraryRule? rule, List<DiagnosticInfo> problems)
    {
        var prefix = rule?.Prefix ?? "";
        var isPath = rule is null || (prefix.StartsWith("/", StringComparison.Ordinal) && !prefix.EndsWith("/", StringComparison.Ordinal));
        if (!isPath)
        {
            const string Why = "it must begin with a slash and must not end with one";
            problems.Add(DiagnosticInfo.At(rule!.Location, DiagnosticIds.InvalidPrefix, Literals.Escape(prefix), Why));
        }

        var registrations = new List<Registration>();
        foreach (var route in routes)
        {
            var pattern = isPath ? PatternPrefixes.Insert(route.Route.Pattern, prefix) : route.Route.Pattern;
            if (RoutePattern.TryParse(pattern, out _, out var error))
            {
                registrations.Add(new(route.Route with { Pattern = pattern }, LocationInfo.InLibrary(library, route.Source)));
                continue;
            }

            // One message is enough, because all patterns fail for the same reason, the prefix.
            problems.Add(PatternProblems.Of(rule!.Location, pattern, error));
            return [];
        }

        return registrations;
    }

    private static void AddIdle(LibraryRule rule, string why, List<DiagnosticInfo> problems) =>
        problems.Add(DiagnosticInfo.At(rule.Location, DiagnosticIds.IdleLibraryRule, why));
}
