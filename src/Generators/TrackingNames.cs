namespace RouteGen.Generators;

/// <summary>The names of the pipeline's steps, with which tests check what was cached.</summary>
internal static class TrackingNames
{
    /// <summary>
    /// One class declaration with plain handlers, as syntax; the same object until its file changes. The values of the next two steps also
    /// contain syntax.
    /// </summary>
    internal const string PlainScopes = nameof(PlainScopes);

    /// <summary>
    /// A scope and the meanings of its names. They are looked up after every edit, and stay equal until a meaning changes.
    /// </summary>
    internal const string ScopeFacts = nameof(ScopeFacts);

    /// <summary>The routes of a scope, and the methods of the scope that must be read from their symbols instead.</summary>
    internal const string PlainHandlers = nameof(PlainHandlers);

    /// <summary>The registrations of a scope's methods, or of one other method, with locations and problems.</summary>
    internal const string Handlers = nameof(Handlers);

    /// <summary>One call that registers a handler, with its location and its problem.</summary>
    internal const string Lines = nameof(Lines);

    /// <summary>All registrations with their locations, in an order that does not depend on the order of files.</summary>
    internal const string Registrations = nameof(Registrations);

    /// <summary>One class with <c>[ServeMux]</c>.</summary>
    internal const string Muxes = nameof(Muxes);

    /// <summary>The middleware of the assembly, once for each file with such an attribute.</summary>
    internal const string AssemblyMiddleware = nameof(AssemblyMiddleware);

    /// <summary>The mounts of one member, with locations and problems.</summary>
    internal const string Mounts = nameof(Mounts);

    /// <summary>All registrations, including mounted routes, and the problems of mounts, with locations.</summary>
    internal const string MountedRoutes = nameof(MountedRoutes);

    /// <summary>Problems of <c>[Use]</c>, <c>[Prefix]</c>, and attributes with an invalid target, with locations.</summary>
    internal const string Checks = nameof(Checks);

    /// <summary>
    /// The routes that referenced libraries list. They are read after every edit, and stay equal until a reference changes.
    /// </summary>
    internal const string Libraries = nameof(Libraries);

    /// <summary>The rules for libraries in one file's assembly attributes, with locations.</summary>
    internal const string LibraryRules = nameof(LibraryRules);

    /// <summary>Registrations of the libraries, and their problems.</summary>
    internal const string LibraryRoutes = nameof(LibraryRoutes);

    /// <summary>The registrations without locations. From here on, moving code to another line has no effect.</summary>
    internal const string Routes = nameof(Routes);

    /// <summary>The settings of the project.</summary>
    internal const string Settings = nameof(Settings);

    /// <summary>The entries of one table in order, and its conflicts.</summary>
    internal const string Plan = nameof(Plan);

    /// <summary>The lookup data of one table.</summary>
    internal const string Lookup = nameof(Lookup);

    /// <summary>All values from which one table is written.</summary>
    internal const string Table = nameof(Table);

    /// <summary>The source locations of a table's entries, in its order.</summary>
    internal const string Sources = nameof(Sources);

    /// <summary>The intercepted calls, with their locations in the compiler's form.</summary>
    internal const string InterceptedLines = nameof(InterceptedLines);

    /// <summary>Problems between two registrations, with both locations.</summary>
    internal const string Conflicts = nameof(Conflicts);

    /// <summary>The names of muxes that differ only by case.</summary>
    internal const string Twins = nameof(Twins);

    /// <summary>The problems of routes that are in no table, because the table of a referenced program is used.</summary>
    internal const string ProgramProblems = nameof(ProgramProblems);

    /// <summary>The text of <c>routes.json</c>, with source locations.</summary>
    internal const string RoutesJson = nameof(RoutesJson);

    /// <summary>Problems with their files. The files are looked up after every edit, and stay equal until one of them changes.</summary>
    internal const string Located = nameof(Located);

    /// <summary>The steps whose values contain syntax, which stays the same object until its file changes.</summary>
    internal static readonly string[] OfSyntax = [PlainScopes, ScopeFacts, PlainHandlers, Located];

    /// <summary>The other steps, whose values contain no syntax.</summary>
    internal static readonly string[] All =
    [
        Handlers, Muxes, Mounts, MountedRoutes, Checks, Lines, Libraries, LibraryRules, LibraryRoutes, Registrations, Routes, Settings,
        Plan, Lookup, Table, Sources, InterceptedLines, Conflicts,
        RoutesJson, Twins, ProgramProblems, AssemblyMiddleware,
    ];
}
