// Turns exceptions inside the pipeline into the error RG0399. Otherwise the compiler would drop all output of the generator and report only
// a warning. If a parser throws, the error is reported at the declaration that it was reading, and the other declarations are processed. If
// a later step or a writer throws, the error has no location, and only the output of that step is missing.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators;

internal static partial class Guard
{
    private const int NameLengthMax = 60;

    /// <summary>A callback for tests. It is called with the name of each step before the step runs, on the generator's thread.</summary>
    [ThreadStatic]
    internal static Action<string>? Probe;

    /// <summary>Wraps a parser of annotated nodes so that it does not throw.</summary>
    /// <param name="step">The name of the step.</param>
    /// <param name="parse">The parser.</param>
    /// <param name="failed">Creates the result from the problem if the parser throws.</param>
    internal static Func<AttributedNode, CancellationToken, T> Attributed<T>(
        string step, Func<AttributedNode, CancellationToken, T> parse, Func<DiagnosticInfo, T> failed) =>
        (context, cancellationToken) => Run(step, context.TargetNode, () => parse(context, cancellationToken), failed);

    /// <summary>Runs a step that reads a node. Returns its result, or the result of <paramref name="failed"/> if the step throws.</summary>
    internal static T Run<T>(string step, SyntaxNode node, Func<T> read, Func<DiagnosticInfo, T> failed)
    {
        try
        {
            Probe?.Invoke(step);
            return read();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return failed(
                DiagnosticInfo.At(
                    LocationInfo.From(PlaceOf(node).GetLocation() ?? node.GetLocation()), DiagnosticIds.GeneratorFailed, NameOf(node),
                    InWords(exception)));
        }
    }

    /// <summary>Writes files. An exception is reported as an error.</summary>
    /// <param name="output">Receives the error.</param>
    /// <param name="step">The name of the step.</param>
    /// <param name="name">The name of the files in the error message.</param>
    /// <param name="write">Writes the files.</param>
    internal static void Write(SourceProductionContext output, string step, string name, Action write)
    {
        try
        {
            Probe?.Invoke(step);
            write();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            output.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.GeneratorFailed, Location.None, name, InWords(exception)));
        }
    }

    // Describes an exception in one line.
    private static string InWords(Exception exception) =>
        exception.GetType().Name + ": " + exception.Message.Replace("\r", " ")
            .Replace("\n", " ") + " " + (exception.StackTrace?.Split('\n').FirstOrDefault()?.Trim() ?? "");

    private static SyntaxNodeOrToken PlaceOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier,
        BaseTypeDeclarationSyntax type => type.Identifier,
        PropertyDeclarationSyntax property => property.Identifier,
        VariableDeclaratorSyntax variable => variable.Identifier,
        CompilationUnitSyntax { AttributeLists.Count: > 0 } unit => unit.AttributeLists[0],
        _ => node,
    };

    private static string NameOf(SyntaxNode node)
    {
        var text = PlaceOf(node).ToString();
        var end = text.IndexOf('\n');
        if (end < 0) end = text.Length;
        return text.Substring(0, Math.Min(end, NameLengthMax)).Trim();
    }
}
