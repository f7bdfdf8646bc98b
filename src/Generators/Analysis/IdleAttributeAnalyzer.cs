// RG0111. [Use] and [Prefix] change routes that attributes register. Without such a route they do nothing, and the compiler does not say
// so: middleware that was meant to protect a handler does not run.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators.Analysis;

/// <summary>The analyzer for attributes of classes and methods that have no effect.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IdleAttributeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.IdleAttribute);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterSymbolAction(AnalyzeMethod, SymbolKind.Method);
    }

    // A mux also has responses of its own, such as 404, and handlers that are registered at run time.
    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var attributes = type.GetAttributes();
        if (attributes.IsEmpty || MuxParser.IsMarked(type)) return;
        foreach (var attribute in attributes)
        {
            if ((!IsUse(attribute) && !IsPathPrefix(attribute)) || HasRoutes(type, context.CancellationToken)) continue;
            Report(context, attribute, "no member of '" + type.Name + "' has an attribute that registers a handler or mounts a mux");
        }
    }

    // A method of this shape may be the handler of a call such as Http.HandleFunc("/x", Method), which then has the middleware.
    private static void AnalyzeMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        var attributes = method.GetAttributes();
        if (!attributes.Any(IsUse) || attributes.Any(RouteAttributes.Contains) || HandlerShapes.FindShapeProblem(method) is null) return;
        foreach (var attribute in attributes.Where(IsUse))
            Report(context, attribute, "'" + method.Name + "' is not a handler");
    }

    private static bool HasRoutes(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return type.GetMembers().Any(
            member => member is INamedTypeSymbol nested
                ? MuxParser.IsMarked(nested) || HasRoutes(nested, cancellationToken)
                : member.GetAttributes().Any(static one => RouteAttributes.Contains(one) || Is(one, "MountAttribute")));
    }

    private static bool IsUse(AttributeData attribute) => Is(attribute, "UseAttribute");

    // An invalid prefix is reported as such (RG0003).
    private static bool IsPathPrefix(AttributeData attribute) =>
        Is(attribute, "PrefixAttribute") && attribute.ConstructorArguments.FirstOrDefault().Value is string prefix
        && prefix.StartsWith("/", StringComparison.Ordinal) && !prefix.EndsWith("/", StringComparison.Ordinal);

    private static bool Is(AttributeData attribute, string name) => KnownCalls.IsRouteGen(attribute.AttributeClass, name);

    private static void Report(SymbolAnalysisContext context, AttributeData attribute, string why)
    {
        var syntax = attribute.ApplicationSyntaxReference;
        if (syntax is null) return;
        context.ReportDiagnostic(
            Diagnostic.Create(
                DiagnosticDescriptors.IdleAttribute,
                Location.Create(syntax.SyntaxTree, syntax.Span),
                attribute.AttributeClass!.Name.Replace("Attribute", ""),
                why));
    }
}
