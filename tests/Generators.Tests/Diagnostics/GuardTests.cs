extern alias Generators;

using Microsoft.CodeAnalysis;
using Guard = Generators::RouteGen.Generators.Guard;

namespace RouteGen.Tests;

/// <summary>Whatever throws inside the pipeline is one error, which names what was being read; nothing is left out in silence.</summary>
public sealed class GuardTests
{
    private const string Source = """
        using System.Threading.Tasks;
        using RouteGen;
        [assembly: Use<Pass>]
        [assembly: ExcludeRoutes("Lib")]
        public struct Pass : IMiddleware { public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r); }
        static class Plain { [Get("/plain")] internal static void Ping(ResponseWriter w, Request r) { } [Get("/other")] internal static void Other(ResponseWriter w, Request r, int x = 1) { } }
        static class Rest { [Get("/rest" + "")] internal static void Long(ResponseWriter w, Request r) => Http.HandleFunc("/line", (w, r) => { }); [Get("/bad")] private static void Hidden(ResponseWriter w, Request r) { } }
        [ServeMux, Prefix("/v1")] public partial class Api { [Get("/a")] void A(ResponseWriter w, Request r) { } }
        [ServeMux] public partial class Site { [Mount("/api/")] readonly Api _api = new(); }
        """;

    [Theory]
    [InlineData(TrackingNames.ScopeFacts, "'Plain'")]
    [InlineData(TrackingNames.PlainHandlers, "'Plain'")]
    [InlineData(RouteGenerator.Others, "'Hidden'")]
    [InlineData(TrackingNames.Handlers, "'Long'")]
    [InlineData(TrackingNames.Lines, "'Http.HandleFunc(\"/line\", (w, r) => { })'")]
    [InlineData(TrackingNames.Mounts, "'_api'")]
    [InlineData(TrackingNames.Muxes, "'Site'")]
    [InlineData(TrackingNames.Checks, "'Api'")]
    [InlineData(TrackingNames.LibraryRules, "'[assembly: Use<Pass>]'")]
    [InlineData(TrackingNames.AssemblyMiddleware, "'[assembly: Use<Pass>]'")]
    [InlineData(TrackingNames.Table, "'Site.ServeMux.g.cs'")]
    [InlineData(TrackingNames.InterceptedLines, "'ServeMux.Lines.g.cs'")]
    [InlineData(TrackingNames.Libraries, "'Libraries'")]
    [InlineData(TrackingNames.LibraryRoutes, "'LibraryRoutes'")]
    [InlineData(RouteGenerator.Programs, "'Programs'")]
    [InlineData(TrackingNames.ProgramProblems, "'ProgramProblems'")]
    [InlineData(TrackingNames.MountedRoutes, "'MountedRoutes'")]
    [InlineData(RouteGenerator.AllPlans, "'AllPlans'")]
    [InlineData(TrackingNames.Conflicts, "'Conflicts'")]
    [InlineData(TrackingNames.Lookup, "'Lookup'")]
    [InlineData(TrackingNames.Sources, "'Sources'")]
    [InlineData(TrackingNames.RoutesJson, "'RoutesJson'")]
    [InlineData(RouteGenerator.Manifest, "'ServeMux.Program.g.cs'")]
    public void A_step_that_throws_is_an_error_that_names_what_it_read(string step, string name)
    {
        var compilation = GeneratorRunner.Compile([("Program.cs", Source)]);
        Guard.Probe = current =>
        {
            if (current == step) throw new InvalidOperationException("probed\nhere");
        };
        GeneratorDriverRunResult result;
        try
        {
            result = GeneratorRunner.Driver().RunGenerators(compilation).GetRunResult();
        }
        finally
        {
            Guard.Probe = null;
        }

        Assert.Null(result.Results[0].Exception);
        var failures = result.Diagnostics.Where(static one => one.Id == "RG0399").ToArray();
        Assert.All(failures, static one => Assert.Equal(DiagnosticSeverity.Error, one.Severity));
        Assert.Contains(
            failures, one => one.GetMessage(null).Contains(name + ": InvalidOperationException: probed here", StringComparison.Ordinal));
    }
}
