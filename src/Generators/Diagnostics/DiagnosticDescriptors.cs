// All diagnostics. Each has a page in docs/rules (the trigger, the fix, and cases that are deliberately not flagged) and a row in
// AnalyzerReleases.*.md. A diagnostic is an error if the program cannot serve what it declares, and a warning if it can, but probably not
// as intended.
//
// Warnings can be suppressed with #pragma, [SuppressMessage], .editorconfig and <NoWarn>. So can the error for a pattern that no request
// reaches, because no request is lost. The other errors leave something out of the table and cannot be suppressed, so a build that
// succeeds serves every route.
using Microsoft.CodeAnalysis;

namespace RouteGen.Generators.Diagnostics;

internal static class DiagnosticDescriptors
{
    private const string HelpBase = "https://github.com/routegen/routegen/blob/main/docs/rules/";
    private const string Category = "RouteGen";

    // Tags that prevent suppression. The first is for severity settings, #pragma and <NoWarn>, the second for [SuppressMessage].
    private static readonly string[] s_always = [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.Compiler];

    internal static readonly DiagnosticDescriptor InvalidPattern = new(
        DiagnosticIds.InvalidPattern,
        "The pattern is invalid",
        "The pattern '{0}' is invalid: {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.InvalidPattern + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor UncleanPattern = new(
        DiagnosticIds.UncleanPattern,
        "The pattern is not clean",
        "The pattern '{0}' can never match: {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.UncleanPattern + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor InvalidPrefix = new(
        DiagnosticIds.InvalidPrefix,
        "The prefix is invalid",
        "The prefix '{0}' is invalid: {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.InvalidPrefix + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor MisreadPattern = new(
        DiagnosticIds.MisreadPattern,
        "The pattern is probably not what was intended",
        "The pattern '{0}' probably does not match what was intended: {1}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.MisreadPattern + ".md");

    internal static readonly DiagnosticDescriptor WrongSignature = new(
        DiagnosticIds.WrongSignature,
        "The method does not have the shape of a handler",
        "'{0}' cannot handle requests: {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.WrongSignature + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor NotStatic = new(
        DiagnosticIds.NotStatic,
        "The handler is not static",
        "'{0}' cannot handle requests: it is not static, and its class is not a mux; make it static, or write "
            + "'[ServeMux] partial class {1}'",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.NotStatic + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor Inaccessible = new(
        DiagnosticIds.Inaccessible,
        "The handler is not accessible",
        "The generated table cannot reach '{0}': {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.Inaccessible + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor UnawaitedCall = new(
        DiagnosticIds.UnawaitedCall,
        "A task that writes the response is not awaited",
        "The task of '{0}' is not awaited: the request may end before the response is written",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.UnawaitedCall + ".md");

    internal static readonly DiagnosticDescriptor AsyncVoid = new(
        DiagnosticIds.AsyncVoid,
        "An async void function cannot be awaited",
        "{0} is async void, so it cannot be awaited, and an exception in it ends the process; {1}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.AsyncVoid + ".md");

    internal static readonly DiagnosticDescriptor IdleAttribute = new(
        DiagnosticIds.IdleAttribute,
        "The attribute has no effect",
        "[{0}] has no effect: {1}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.IdleAttribute + ".md");

    internal static readonly DiagnosticDescriptor DuplicatePattern = new(
        DiagnosticIds.DuplicatePattern,
        "The pattern is registered twice",
        "The pattern '{0}'{5} is already registered, as '{1}' for '{2}' at {3}: both match {4}{6}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.DuplicatePattern + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor AmbiguousPattern = new(
        DiagnosticIds.AmbiguousPattern,
        "Two patterns match one request, and neither is more specific",
        "The pattern '{0}'{5} and '{1}', which is registered for '{2}' at {3}, both match {4}, and neither is more specific",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.AmbiguousPattern + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor UnreachablePattern = new(
        DiagnosticIds.UnreachablePattern,
        "No request reaches the pattern",
        "The pattern '{0}'{5} serves no request: more specific patterns match every request that it matches; for "
            + "example, {4} goes to '{1}', which is registered for '{2}' at {3}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.UnreachablePattern + ".md");

    internal static readonly DiagnosticDescriptor PatternsDifferBySlash = new(
        DiagnosticIds.PatternsDifferBySlash,
        "Two patterns differ only by a trailing slash",
        "The pattern '{0}'{5} differs only by a trailing slash from '{1}', which is registered for '{2}' at {3}, so {4} is not redirected",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.PatternsDifferBySlash + ".md");

    internal static readonly DiagnosticDescriptor PatternsDifferByCase = new(
        DiagnosticIds.PatternsDifferByCase,
        "Two patterns differ only by case",
        "The pattern '{0}'{5} differs only by case from '{1}', which is registered for '{2}' at {3}; paths are case-sensitive",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.PatternsDifferByCase + ".md");

    internal static readonly DiagnosticDescriptor OneLineMayRun = new(
        DiagnosticIds.OneLineMayRun,
        "Two calls register conflicting patterns, so the second one throws",
        "The pattern '{0}' conflicts with '{1}', which is registered for '{2}' at {3}: both match {4}, and neither is more specific, so "
            + "whichever of the two calls runs second throws",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.OneLineMayRun + ".md");

    internal static readonly DiagnosticDescriptor UnreadWildcard = new(
        DiagnosticIds.UnreadWildcard,
        "The handler does not read a wildcard",
        "'{0}' never reads the value of '{{{1}}}' in the pattern '{2}'",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.UnreadWildcard + ".md");

    internal static readonly DiagnosticDescriptor UnknownPathValue = new(
        DiagnosticIds.UnknownPathValue,
        "The handler reads a path value that its patterns do not have",
        "'{0}' reads the path value '{1}', which is always empty: its patterns have no '{{{1}}}'; {2}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.UnknownPathValue + ".md");

    internal static readonly DiagnosticDescriptor TooManyRoutes = new(
        DiagnosticIds.TooManyRoutes,
        "There are too many routes",
        "The pattern '{0}' and those after it are not in the table, which has at most {1} routes",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.TooManyRoutes + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor NotAMux = new(
        DiagnosticIds.NotAMux,
        "The class cannot be a mux",
        "'{0}' cannot be the mux: {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.NotAMux + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor NotMountable = new(
        DiagnosticIds.NotMountable,
        "The member cannot be mounted",
        "'{0}' cannot be mounted: {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.NotMountable + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor NotMemberMiddleware = new(
        DiagnosticIds.NotMemberMiddleware,
        "The member cannot be middleware",
        "'{0}' cannot be middleware: {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.NotMemberMiddleware + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor MountCycle = new(
        DiagnosticIds.MountCycle,
        "A mux is mounted in itself",
        "'{0}' is mounted in itself, so its table would be infinite: {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.MountCycle + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor TooManyShapes = new(
        DiagnosticIds.TooManyShapes,
        "The patterns have too many shapes",
        "The pattern '{0}' and those after it are not in the table: the patterns of its host would have more than {1} shapes (sequences of "
            + "literal segments and wildcards)",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.TooManyShapes + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor CostlyMatch = new(
        DiagnosticIds.CostlyMatch,
        "Some requests take many steps to match",
        "A request for a path like '{0}' may take up to {1} steps to match: in many segments, some patterns have a literal and others "
            + "a wildcard",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.CostlyMatch + ".md");

    internal static readonly DiagnosticDescriptor UncoveredLine = new(
        DiagnosticIds.UncoveredLine,
        "Middleware does not cover the call",
        "The middleware of the assembly or of the method is not called for handlers that are registered by this use of '{0}': "
            + "{1}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.UncoveredLine + ".md");

    internal static readonly DiagnosticDescriptor MuxInCall = new(
        DiagnosticIds.MuxInCall,
        "The routes of a registered mux are not in the table",
        "The routes of '{0}' are not in the table, so the build does not find their conflicts: {1}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.MuxInCall + ".md");

    internal static readonly DiagnosticDescriptor UnreadableLibrary = new(
        DiagnosticIds.UnreadableLibrary,
        "The routes of a library cannot be read",
        "The routes of the library '{0}' cannot be served: {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.UnreadableLibrary + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor IdleLibraryRule = new(
        DiagnosticIds.IdleLibraryRule,
        "The attribute for a library has no effect",
        "The attribute has no effect: {0}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.IdleLibraryRule + ".md");

    internal static readonly DiagnosticDescriptor SecondTable = new(
        DiagnosticIds.SecondTable,
        "The program would need a second table for DefaultServeMux",
        "A process has only one table for DefaultServeMux: {0}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.SecondTable + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor OldLanguage = new(
        DiagnosticIds.OldLanguage,
        "The language version is too old",
        "No routes are generated: the table needs C# 11, and this project is compiled as C# {0}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.OldLanguage + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor IdleMiddleware = new(
        DiagnosticIds.IdleMiddleware,
        "The middleware of the assembly has no effect",
        "The middleware of the assembly covers no handler: {0}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.IdleMiddleware + ".md");

    internal static readonly DiagnosticDescriptor GeneratorFailed = new(
        DiagnosticIds.GeneratorFailed,
        "The generator failed",
        "The generator failed while it processed '{0}': {1}",
        Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpBase + DiagnosticIds.GeneratorFailed + ".md", customTags: s_always);

    internal static readonly DiagnosticDescriptor LeakedResponse = new(
        DiagnosticIds.LeakedResponse,
        "The response is neither disposed nor read",
        "The response of '{0}' keeps its connection in use until it is disposed or its body is read to the end{1}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.LeakedResponse + ".md");

    internal static readonly DiagnosticDescriptor BlockingCall = new(
        DiagnosticIds.BlockingCall,
        "A thread waits for an asynchronous call",
        "Blocking on '{0}' may leave no thread to complete it: await it, or call the synchronous form '{1}'",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.BlockingCall + ".md");

    internal static readonly DiagnosticDescriptor UnawaitedServer = new(
        DiagnosticIds.UnawaitedServer,
        "The task of a server is not awaited",
        "The task of '{0}' is not awaited: the program ends when Main returns, and an error such as an address in use is lost; write "
            + "'await'",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.UnawaitedServer + ".md");

    internal static readonly DiagnosticDescriptor DroppedTask = new(
        DiagnosticIds.DroppedTask,
        "The task of a call is not awaited",
        "The task of '{0}' is not awaited, so its result and its exception are lost; write 'await'{1}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpBase + DiagnosticIds.DroppedTask + ".md");

    internal static readonly DiagnosticDescriptor[] All =
    [
        InvalidPattern, UncleanPattern, InvalidPrefix, MisreadPattern, WrongSignature, NotStatic, Inaccessible, UnreadWildcard,
        UnknownPathValue,
        UnawaitedCall, NotAMux, NotMountable, NotMemberMiddleware, AsyncVoid, IdleAttribute,
        DuplicatePattern, AmbiguousPattern, UnreachablePattern,
        PatternsDifferBySlash,
        PatternsDifferByCase, OneLineMayRun, MountCycle, TooManyShapes, CostlyMatch, UncoveredLine, MuxInCall, TooManyRoutes,
        UnreadableLibrary,
        IdleLibraryRule, SecondTable, OldLanguage, IdleMiddleware, GeneratorFailed, LeakedResponse, BlockingCall,
        UnawaitedServer, DroppedTask,
    ];

    /// <summary>Returns true if a diagnostic is a warning about code that works, but probably not as intended.</summary>
    internal static bool IsAdvice(string id) => ById(id).DefaultSeverity == DiagnosticSeverity.Warning;

    internal static DiagnosticDescriptor ById(string id) => All.First(descriptor => descriptor.Id == id);
}
