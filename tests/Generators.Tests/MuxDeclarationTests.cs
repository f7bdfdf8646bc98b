using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>
/// Declarations of muxes that the compiler refuses, or that are still being typed: the generator runs to its end and adds no error of its
/// own.
/// </summary>
public sealed class MuxDeclarationTests
{
    private const string Handler =
        "[Get(\"/a\")] void A(ResponseWriter w, Request r) { } [Get(\"/b\")] static void B(ResponseWriter w, Request r) { }";

    [Theory]
    [InlineData("[ServeMux] partial class Api { } [ServeMux] partial class Api { § }", "CS0579")]
    [InlineData("[ServeMux, ServeMux] partial class Api { § }", "CS0579")]
    [InlineData("[ServeMux] partial class { § }", "CS1001")]
    [InlineData("[ServeMux] partial class", "CS1001 CS1513 CS1514")]
    [InlineData("[ServeMux] partial struct Api { § }", "CS0592")]
    [InlineData("[ServeMux] partial record struct Api { § }", "CS0592")]
    [InlineData("[ServeMux] partial interface IApi { § }", "CS0592")]
    [InlineData("[ServeMux] enum Api { A }", "CS0592")]
    [InlineData("[ServeMux] delegate void Api();", "CS0592")]
    public void What_the_compiler_refuses_is_the_compiler_s_to_report(string declarations, string expected)
    {
        var (run, output) = Generate(declarations);
        Assert.Empty(run.Diagnostics);
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                output.GetDiagnostics().Where(static one => one.Severity == DiagnosticSeverity.Error).Select(static one => one.Id)
                    .Distinct().Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("[ServeMux] partial class Api<T> { § }", "it is generic; pass what differs to its constructor")]
    [InlineData("class Box<T> { [ServeMux] internal partial class Api { § } }", "it is nested in the generic type 'Box'")]
    [InlineData("[ServeMux] class Api { § }", "it is not partial; write 'partial class Api'")]
    [InlineData("[ServeMux] partial record Api { § }", "it is a record; write 'partial class Api'")]
    public void A_class_that_cannot_be_a_mux_is_one_error_however_many_handlers_it_has(string declarations, string why)
    {
        var problem = Assert.Single(Generate(declarations).Run.Diagnostics);
        Assert.Equal(
            "RG0107: 'Api' cannot be the mux: " + why,
            problem.Id + ": " + problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static (GeneratorDriverRunResult Run, Compilation Output) Generate(string declarations)
    {
        var program = GeneratorRunner.Compile(
            [("Program.cs", "using RouteGen;\n" + declarations.Replace("§", Handler, StringComparison.Ordinal))]);
        var driver = GeneratorRunner.Driver().RunGeneratorsAndUpdateCompilation(program, out var output, out _);
        Assert.Null(driver.GetRunResult().Results[0].Exception);
        return (driver.GetRunResult(), output);
    }
}
