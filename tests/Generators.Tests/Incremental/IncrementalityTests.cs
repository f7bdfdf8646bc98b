using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>
/// What an edit runs again. (An unrelated edit is checked on every run of the other tests: <see cref="GeneratorRunner"/>.)
/// </summary>
public sealed class IncrementalityTests
{
    private const string Source = """
        using RouteGen;
        static class Handlers
        {
            [HandleFunc("/ping")] internal static void Ping(ResponseWriter w, Request r) { }
            [HandleFunc("/x/")] internal static void Below(ResponseWriter w, Request r) { }
        }
        """;

    [Fact]
    public void An_unrelated_edit_leaves_every_step_cached()
    {
        var result = After(GeneratorRunner.WithUnrelatedEdit);

        PipelineSteps.AssertCached(result);
        Assert.Equal(0, PipelineSteps.CountOutputsRun(result));
    }

    [Fact]
    public void An_edit_inside_a_handler_leaves_the_outputs_cached()
    {
        var result = After(Edit("Ping(ResponseWriter w, Request r) { }", "Ping(ResponseWriter w, Request r) { w.Flush(); }"));

        PipelineSteps.AssertUnchanged(result, TrackingNames.Table);
        PipelineSteps.AssertUnchanged(result, TrackingNames.Sources);
        Assert.Equal(0, PipelineSteps.CountOutputsRun(result));
    }

    [Fact]
    public void A_handler_that_moves_a_line_writes_only_the_places_again()
    {
        var result = After(Edit("static class Handlers", "\nstatic class Handlers"));

        PipelineSteps.AssertModified(result, TrackingNames.Registrations);
        PipelineSteps.AssertUnchanged(result, TrackingNames.Routes);
        PipelineSteps.AssertUnchanged(result, TrackingNames.Plan);
        PipelineSteps.AssertUnchanged(result, TrackingNames.Lookup);
        PipelineSteps.AssertUnchanged(result, TrackingNames.Table);
        PipelineSteps.AssertUnchanged(result, TrackingNames.Conflicts);
        PipelineSteps.AssertModified(result, TrackingNames.Sources);
        PipelineSteps.AssertModified(result, TrackingNames.RoutesJson);
        Assert.Equal(2, PipelineSteps.CountOutputsRun(result));
    }

    [Fact]
    public void An_edited_pattern_writes_the_table_again()
    {
        var result = After(Edit("/ping", "/pong"));

        foreach (
            var name in new[]
                { TrackingNames.Handlers, TrackingNames.Routes, TrackingNames.Plan, TrackingNames.Lookup, TrackingNames.Table })
            PipelineSteps.AssertModified(result, name);
        PipelineSteps.AssertUnchanged(result, TrackingNames.Sources);
        PipelineSteps.AssertUnchanged(result, TrackingNames.Settings);
    }

    [Fact]
    public void An_edited_file_leaves_the_handlers_of_the_other_files_as_they_are()
    {
        var program = GeneratorRunner.Compile([("Program.cs", Source), ("More.cs", More("/more"))]);
        var result = GeneratorRunner.Driver().RunGenerators(program)
            .RunGenerators(GeneratorRunner.WithFile(program, "More.cs", More("/other"))).GetRunResult();

        foreach (var name in TrackingNames.OfSyntax.Except([TrackingNames.Located]))
            Assert.Equal(1, PipelineSteps.CountModified(result, name));
        PipelineSteps.AssertModified(result, TrackingNames.Table);
    }

    // The steps are told apart by the order of the files, so all those after a new file run again.
    [Fact]
    public void A_file_that_is_added_before_others_leaves_their_handlers_as_they_are()
    {
        var program = GeneratorRunner.Compile([("Program.cs", Source), ("More.cs", More("/more"))]);
        var driver = GeneratorRunner.Driver().RunGenerators(program);
        var added = GeneratorRunner.Compile([("Added.cs", More("/added").Replace("class More", "class Added", StringComparison.Ordinal))])
            .SyntaxTrees[0];
        var result = driver.RunGenerators(program.RemoveAllSyntaxTrees().AddSyntaxTrees([added, .. program.SyntaxTrees])).GetRunResult();

        var before = PlainResults(driver.GetRunResult());
        var after = PlainResults(result);
        Assert.Equal(2, before.Length);
        Assert.Equal(3, after.Length);
        Assert.Same(before[0], after[1]);
        Assert.Same(before[1], after[2]);
    }

    private static object[] PlainResults(GeneratorDriverRunResult result) =>
        [.. result.Results[0].TrackedSteps[TrackingNames.PlainHandlers].SelectMany(static step => step.Outputs).Select(
            static output => output.Value)];

    [Fact]
    public void A_renamed_handler_keeps_the_look_up_data()
    {
        var result = After(Edit("Ping(", "Pong("));

        PipelineSteps.AssertModified(result, TrackingNames.Table);
        PipelineSteps.AssertUnchanged(result, TrackingNames.Lookup);
    }

    [Fact]
    public void An_edit_beside_a_library_reads_it_and_runs_nothing_else()
    {
        var program = Libraries.Program(Source, s_library);
        var driver = GeneratorRunner.Driver().RunGenerators(program);
        var result = driver.RunGenerators(GeneratorRunner.WithUnrelatedEdit(program)).GetRunResult();

        PipelineSteps.AssertCached(result);
        Assert.Equal(0, PipelineSteps.CountOutputsRun(result));
    }

    [Fact]
    public void A_reference_that_changes_writes_the_table_again_and_one_without_routes_does_not()
    {
        var program = Libraries.Program(Source, s_library);
        var driver = GeneratorRunner.Driver().RunGenerators(program);
        var other = driver.RunGenerators(program.AddReferences(Libraries.Compile("Other", "public static class Nothing;").Reference))
            .GetRunResult();
        PipelineSteps.AssertCached(other);

        var without = driver.RunGenerators(program.RemoveReferences(s_library.Reference)).GetRunResult();
        foreach (var name in new[] { TrackingNames.Libraries, TrackingNames.LibraryRoutes, TrackingNames.Routes, TrackingNames.Table })
            PipelineSteps.AssertModified(without, name);
    }

    [Fact]
    public void A_library_whose_handler_moves_a_line_writes_only_the_places_again()
    {
        var program = Libraries.Program(Source, s_library);
        var driver = GeneratorRunner.Driver().RunGenerators(program);
        var moved = Libraries.Compile("Lib", "\n" + LibrarySource);
        var result = driver.RunGenerators(program.ReplaceReference(s_library.Reference, moved.Reference)).GetRunResult();

        PipelineSteps.AssertModified(result, TrackingNames.Libraries);
        PipelineSteps.AssertUnchanged(result, TrackingNames.Routes);
        Assert.Equal(2, PipelineSteps.CountOutputsRun(result));
    }

    [Fact]
    public void An_attribute_about_a_library_that_moves_a_line_writes_nothing_again()
    {
        const string Rule = "[assembly: RouteGen.LibraryPrefix(\"Lib\", \"/lib\")]";
        var program = GeneratorRunner.Compile([("Program.cs", Rule)]).AddReferences(s_library.Reference);
        var driver = GeneratorRunner.Driver().RunGenerators(program);
        var result = driver.RunGenerators(GeneratorRunner.WithFile(program, "Program.cs", "\n" + Rule)).GetRunResult();

        PipelineSteps.AssertModified(result, TrackingNames.LibraryRules);
        PipelineSteps.AssertUnchanged(result, TrackingNames.LibraryRoutes);
        Assert.Equal(0, PipelineSteps.CountOutputsRun(result));
    }

    [Fact]
    public void A_mount_that_moves_a_line_writes_only_the_places_again()
    {
        const string Mounts =
            "using RouteGen;\n[ServeMux] partial class Inner { [Get(\"/x\")] void X(ResponseWriter w, Request r) { } }\nstatic class C { "
                + "[Mount(\"/m/\")] internal static readonly Inner F = new(); }";
        var program = GeneratorRunner.Compile([("Program.cs", Mounts)]);
        var driver = GeneratorRunner.Driver().RunGenerators(program);
        PipelineSteps.AssertCached(driver.RunGenerators(GeneratorRunner.WithUnrelatedEdit(program)).GetRunResult());

        var moved = driver.RunGenerators(
            GeneratorRunner.WithFile(program, "Program.cs", Mounts.Replace("static class C", "\nstatic class C", StringComparison.Ordinal)))
                .GetRunResult();
        PipelineSteps.AssertModified(moved, TrackingNames.Mounts);
        PipelineSteps.AssertModified(moved, TrackingNames.Registrations);
        PipelineSteps.AssertUnchanged(moved, TrackingNames.Routes);
        PipelineSteps.AssertUnchanged(moved, TrackingNames.Table);

        var elsewhere = driver.RunGenerators(
            GeneratorRunner.WithFile(program, "Program.cs", Mounts.Replace("/m/", "/n/", StringComparison.Ordinal))).GetRunResult();
        PipelineSteps.AssertModified(elsewhere, TrackingNames.Routes);
        PipelineSteps.AssertModified(elsewhere, TrackingNames.Table);
    }

    private const string LibrarySource =
        "static class Lib { [RouteGen.Get(\"/lib\")] internal static void Serve(RouteGen.ResponseWriter w, RouteGen.Request r) { } }";

    private static readonly Library s_library = Libraries.Compile("Lib", LibrarySource);

    private static string More(string pattern) =>
        "using RouteGen; static class More { [Get(\"" + pattern + "\")] internal static void M(ResponseWriter w, Request r) { } }";

    private static Func<Compilation, Compilation> Edit(string before, string after) =>
        compilation => GeneratorRunner.WithFile(compilation, "Program.cs", Source.Replace(before, after, StringComparison.Ordinal));

    private static GeneratorDriverRunResult After(Func<Compilation, Compilation> edit)
    {
        var compilation = GeneratorRunner.Compile([("Program.cs", Source)]);
        var driver = GeneratorRunner.Driver().RunGenerators(compilation);
        return driver.RunGenerators(edit(compilation)).GetRunResult();
    }
}
