namespace RouteGen.Generators;

/// <summary>The names of the steps of the pipeline, by which tests check whether they were cached.</summary>
internal static class TrackingNames
{
    /// <summary>
    /// One class declaration with plain handlers, as text; the same until its file changes. It and the next two hold syntax.
    /// </summary>
    internal const string PlainScopes = nameof(PlainScopes);

    /// <summary>A scope and the meanings of its names. Looked up on every edit, and equal until a meaning changes.</summary>
    internal const string ScopeFacts = nameof(ScopeFacts);

    /// <summary>The routes of a scope, and the methods in it that are read by their symbols.</summary>
    internal const string PlainHandlers = nameof(PlainHandlers);

    /// <summary>Annotated methods, parsed: those of a scope, or one; it carries places and problems.</summary>
    internal const string Handlers = nameof(Handlers);

    /// <summary>One line that registers a handler, parsed; it carries its place and its problem.</summary>
    internal const string Lines = nameof(Lines);

    /// <summary>All registrations, in an order that does not depend on the order of files; they carry places.</summary>
    internal const string Registrations = nameof(Registrations);

    /// <summary>One annotated class, parsed.</summary>
    internal const string Muxes = nameof(Muxes);

    /// <summary>The middleware of the assembly, found from one file.</summary>
    internal const string AssemblyMiddleware = nameof(AssemblyMiddleware);

    /// <summary>One member that is mounted, parsed; it carries places and problems.</summary>
    internal const string Mounts = nameof(Mounts);

    /// <summary>All registrations with those that mounts add, and the problems of mounts; they carry places.</summary>
    internal const string MountedRoutes = nameof(MountedRoutes);

    /// <summary>Problems of the attributes on a class or a method that concern all its handlers; they carry places.</summary>
    internal const string Checks = nameof(Checks);

    /// <summary>The routes that referenced libraries list. Read on every edit, and equal until a reference changes.</summary>
    internal const string Libraries = nameof(Libraries);

    /// <summary>Rules for libraries in the assembly's attributes of one file; they carry places.</summary>
    internal const string LibraryRules = nameof(LibraryRules);

    /// <summary>Registrations of the libraries, and their problems.</summary>
    internal const string LibraryRoutes = nameof(LibraryRoutes);

    /// <summary>The registrations without places: a moved line has no effect from here on.</summary>
    internal const string Routes = nameof(Routes);

    /// <summary>Settings that the table depends on, besides the routes.</summary>
    internal const string Settings = nameof(Settings);

    /// <summary>The order of the table, and the conflicts.</summary>
    internal const string Plan = nameof(Plan);

    /// <summary>The look-up data.</summary>
    internal const string Lookup = nameof(Lookup);

    /// <summary>Everything the table is written from.</summary>
    internal const string Table = nameof(Table);

    /// <summary>Source lines of the entries, in the table's order.</summary>
    internal const string Sources = nameof(Sources);

    /// <summary>The lines that have an entry, with their places in the compiler's form.</summary>
    internal const string InterceptedLines = nameof(InterceptedLines);

    /// <summary>Problems between registrations, with both places.</summary>
    internal const string Conflicts = nameof(Conflicts);

    /// <summary>Names of muxes that differ by case alone.</summary>
    internal const string Twins = nameof(Twins);

    /// <summary>The problems of routes that are in no table, since the table is that of another program.</summary>
    internal const string ProgramProblems = nameof(ProgramProblems);

    /// <summary>The text of <c>routes.json</c>, with places.</summary>
    internal const string RoutesJson = nameof(RoutesJson);

    /// <summary>Problems with the files that they are in. Looked up on every edit, and equal while the files are the same.</summary>
    internal const string Located = nameof(Located);

    /// <summary>The steps whose values hold syntax: objects that stay the same until their file changes.</summary>
    internal static readonly string[] OfSyntax = [PlainScopes, ScopeFacts, PlainHandlers, Located];

    /// <summary>The other steps, which have plain values.</summary>
    internal static readonly string[] All =
    [
        Handlers, Muxes, Mounts, MountedRoutes, Checks, Lines, Libraries, LibraryRules, LibraryRoutes, Registrations, Routes, Settings,
        Plan, Lookup, Table, Sources, InterceptedLines, Conflicts,
        RoutesJson, Twins, ProgramProblems, AssemblyMiddleware,
    ];
}
