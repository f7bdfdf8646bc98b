// What is thrown inside the pipeline. The driver would drop all that the generator makes, and say so by a warning. Here it is an error,
// RG0399: of a parser at the one method that was read, and the rest goes on; of a step behind it, or of a writer, without a place, and what
// it would have made is left out.
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

    /// <summary>A parser of what carries an attribute, which does not throw.</summary>
    /// <param name="step">Its name.</param>
    /// <param name="parse">The parser.</param>
    /// <param name="failed">Makes its result of the problem.</param>
    internal static Func<AttributedNode, CancellationToken, T> Attributed<T>(
        string step, Func<AttributedNode, CancellationToken, T> parse, Func<DiagnosticInfo, T> failed) =>
        (context, cancellationToken) => Run(step, context.TargetNode, () => parse(context, cancellationToken), failed);

    /// <summary>The result of a step that reads a node, or what is made of the problem if it throws.</summary>
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

    /// <summary>Writes files, and reports what is thrown.</summary>
    /// <param name="output">Takes the problem.</param>
    /// <param name="step">The name of the step.</param>
    /// <param name="name">What is written.</param>
    /// <param name="write">Writes it.</param>
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
