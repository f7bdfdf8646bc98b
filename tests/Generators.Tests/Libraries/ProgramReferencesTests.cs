using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>
/// A program that refers to a program, as a test project refers to a service: the table is the service's, and is registered.
/// </summary>
public sealed class ProgramReferencesTests
{
    private const string Route =
        "using RouteGen; static class Handlers { [Get(\"/NAME\")] internal static void Serve(ResponseWriter w, Request r) { } }";
    private const string Log = "public struct Log : IMiddleware { public static System.Threading.Tasks.ValueTask InvokeAsync<TNext>"
        + "(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r); }\n";
    private const string Nothing = "static class Tests { }";

    private static readonly Library s_library = Libraries.Compile("Lib", Named("lib"));
    private static readonly Library s_other = Libraries.Compile("Other.Lib", Named("other"));
    private static readonly Library s_service = Program("Service", Named("service"), s_library);
    private static readonly Library s_second = Program("Second-Service", Named("second"));
    private static readonly Library s_silent = Program("Silent", Nothing);

    [Fact]
    public void A_program_with_a_table_says_so_and_one_without_does_not()
    {
        Assert.Contains("ServeMux.Program.g.cs", s_service.Run.HintNames);
        Assert.Empty(s_silent.Run.HintNames);
    }

    [Fact]
    public void A_test_project_registers_the_table_of_the_service_and_has_none()
    {
        var run = GeneratorRunner.Run(Libraries.Program(Nothing, s_service));
        Assert.Equal(["ServeMux.Referenced.g.cs"], run.HintNames);
        Assert.Contains("global::RouteGen.Generated.TableOf_Service.Register()", run.Texts.Single(), StringComparison.Ordinal);
        Assert.Empty(run.Problems);
    }

    [Theory]
    [InlineData("Microsoft.Service")]
    [InlineData("System.Service")]
    public void So_does_one_of_a_service_that_is_named_like_the_framework(string name) => Assert.Equal(
        ["ServeMux.Referenced.g.cs"],
        GeneratorRunner.Run(Libraries.Program(Nothing, Program(name, Named("service")))).HintNames);

    [Fact]
    public void So_does_one_that_sees_the_service_s_internals()
    {
        var service = Program(
            "Service",
            Named("service")
                .Replace(
                    "RouteGen;", "RouteGen; [assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App\")]",
                    StringComparison.Ordinal));
        Assert.Equal(
            ["ServeMux.Referenced.g.cs"],
            GeneratorRunner.Run(
                Libraries.Program("static class Tests { static void M() => Handlers.Serve(null!, null!); }", service)).HintNames);
    }

    [Fact]
    public void So_does_one_that_refers_to_a_library_of_the_service_or_to_a_program_between()
    {
        Assert.Equal(["ServeMux.Referenced.g.cs"], GeneratorRunner.Run(Libraries.Program(Nothing, s_service, s_library)).HintNames);
        var between = Program("Between", Nothing, s_service);
        Assert.Equal(["ServeMux.Referenced.g.cs"], between.Run.HintNames);
        Assert.Equal(
            ["ServeMux.Referenced.g.cs"], GeneratorRunner.Run(Libraries.Program(Nothing, between, s_service, s_library)).HintNames);
    }

    [Fact]
    public void One_under_an_alias_is_found()
    {
        var program = GeneratorRunner.Compile([("Program.cs", Nothing)]).AddReferences(s_service.Reference.WithAliases(["S"]));
        Assert.Contains("extern alias S;", GeneratorRunner.Run(program).Texts.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_assembly_is_enough()
    {
        using var image = new MemoryStream();
        Assert.True(s_service.Run.Compilation.Emit(image, options: new(metadataOnly: true, includePrivateMembers: false)).Success);
        var program = GeneratorRunner.Compile([("Program.cs", Nothing)]).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Assert.Equal(["ServeMux.Referenced.g.cs"], GeneratorRunner.Run(program).HintNames);
    }

    [Fact]
    public void A_program_that_has_no_table_leaves_it_to_the_one_that_refers_to_it() =>
        Assert.Contains("ServeMux.g.cs", GeneratorRunner.Run(Libraries.Program(Named("own"), s_silent)).HintNames);

    [Theory]
    [InlineData("", 1)]
    [InlineData("[ServeMux] partial class Api { }", 0)]
    [InlineData("[ServeMux] class NoMux { }", 1)]
    [InlineData("[ServeMux] partial class Api { [Get(\"/a\")] void A(ResponseWriter w, Request r) { } }", 0)]
    public void Middleware_of_its_assembly_covers_only_handlers_and_muxes_of_its_own(string more, int count)
    {
        var text = "using RouteGen; [assembly: Use<Log>]\n" + Log + more;
        var run = GeneratorRunner.Run(Libraries.Program(text, s_service));
        var idle = run.Problems.Where(static problem => problem.StartsWith("RG0306", StringComparison.Ordinal)).ToArray();
        Assert.Equal(count, idle.Length);
        Assert.All(idle, static problem => Assert.Contains("'Service'", problem, StringComparison.Ordinal));
        // The class that cannot be a mux is a problem of its own.
        if (run.Problems.Any(static problem => problem.StartsWith("RG0107", StringComparison.Ordinal))) return;
        Assert.Empty(GeneratorRunner.Run(Libraries.Program(text, s_library)).Problems);
        Assert.Empty(Libraries.Compile("Idle", text).Run.Problems);
    }

    [Fact]
    public void A_class_that_is_a_mux_and_lines_are_the_test_project_s_own()
    {
        var run = GeneratorRunner.Run(Libraries.Program("""
            using RouteGen;
            [ServeMux] partial class Api { [Get("/a")] void A(ResponseWriter w, Request r) { } }
            static class Tests { static void M() => Http.HandleFunc("/service", (w, r) => { }); }
            """, s_service));
        Assert.Empty(run.Problems);
        Assert.DoesNotContain("ServeMux.g.cs", run.HintNames);
        Assert.DoesNotContain(LinesEmitter.HintName, run.HintNames);
        Assert.Contains("Api.ServeMux.g.cs", run.HintNames);
    }

    [Fact]
    public void Routes_on_both_sides_are_an_error_at_the_first()
    {
        var run = Problems(Named("own"), s_service);
        Assert.StartsWith("RG0304 Program.cs", Assert.Single(run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mount_in_the_default_mux_is_a_route() =>
        Assert.Single(Problems("""
            using RouteGen;
            [ServeMux] public partial class Api { [Get("/a")] void A(ResponseWriter w, Request r) { } }
            static class Handlers { [Mount("/api/")] internal static readonly Api Api = new(); }
            """, s_service));

    [Fact]
    public void Two_services_are_an_error() => Assert.Equal(["RG0304 -"], Problems(Nothing, s_service, s_second));

    [Fact]
    public void A_library_that_the_service_does_not_serve_is_an_error_until_it_is_left_out()
    {
        Assert.Equal(["RG0304 -"], Problems(Nothing, s_service, s_library, s_other));
        Assert.Empty(Problems("[assembly: RouteGen.ExcludeRoutes(\"Other.Lib\")]", s_service, s_library, s_other));
    }

    [Fact]
    public void A_project_without_a_table_has_no_part_in_it() =>
        Assert.Empty(GeneratorRunner.Run(Libraries.Program(Named("own"), s_service, s_second), ("RouteGenTable", "false")).Problems);

    private static string Named(string name) => Route.Replace("NAME", name, StringComparison.Ordinal);

    private static IEnumerable<string> Problems(string source, params Library[] references) =>
        GeneratorRunner.Run(Libraries.Program(source, references)).Result.Diagnostics.Select(static one =>
            one.Id + " "
                + (one.Location == Location.None ? "-"
                    : Path.GetFileName(one.Location.GetLineSpan().Path) + " "
                        + (one.Location.SourceTree?.GetText().ToString(one.Location.SourceSpan) ?? "")));

    private static Library Program(string name, string source, params Library[] references) =>
        Libraries.CompileProgram(name, source, references);
}
