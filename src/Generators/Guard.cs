// Exceptions inside the pipeline. The driver would drop all output of the generator and report only a warning. Here an exception is an
// error, RG0399. That of a parser is reported at the declaration that was read, and the rest goes on. That of a later step, or of a
// writer, has no location, and only the output of that step is left out.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators;

internal static partial class Guard
{
    private const int NameLengthMax = 60;

    /// <summary>For tests: called with the name of a step before the step, on the thread that runs the generator.</summary>
    [ThreadStatic]
    internal static Action<string>? Probe;

    /// <summary>Makes a parser of annotated nodes that does not throw.</summary>
    /// <param name="step">Its name.</param>
    /// <param name="parse">The parser.</param>
    /// <param name="failed">Makes the result from the problem if the parser throws.</param>
    internal static Func<AttributedNode, CancellationToken, T> Attributed<T>(
        string step, Func<AttributedNode, CancellationToken, T> parse, Func<DiagnosticInfo, T> failed) =>
        (context, cancellationToken) => Run(step, context.TargetNode, () => parse(context, cancellationToken), failed);

    /// <summary>The result of a step that reads a node, or of <paramref name="failed"/> if the step throws.</summary>
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

    /// <summary>Writes files, and reports an exception.</summary>
    /// <param name="output">Takes the problem.</param>
    /// <param name="step">The name of the step.</param>
    /// <param name="name">The files, as the message names them.</param>
    /// <param name="write">Writes them.</param>
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

    // A message of one line.
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
