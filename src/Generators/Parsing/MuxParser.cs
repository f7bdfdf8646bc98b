// From a class with [ServeMux] to values.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class MuxParser
{
    /// <summary>The member by which a mux is reached when the program runs.</summary>
    internal const string MuxMember = "Mux";

    /// <summary>Reads an annotated class.</summary>
    internal static MuxResult Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        // On anything else the compiler refuses the attribute.
        if (context.TargetSymbol is not INamedTypeSymbol type) return new(null, EquatableArray<DiagnosticInfo>.Empty);
        if (FindProblem(type, cancellationToken) is not { } problem) return new(ModelOf(type), EquatableArray<DiagnosticInfo>.Empty);
        return new(null, new([DiagnosticInfo.At(LocationInfo.From(type.Locations[0]), DiagnosticIds.NotAMux, type.Name, problem)]));
    }

    /// <summary>The mux that a type is; null: it is none.</summary>
    internal static MuxModel? Find(INamedTypeSymbol? type, CancellationToken cancellationToken) =>
        type is not null && IsMarked(type) && FindProblem(type, cancellationToken) is null ? ModelOf(type) : null;

    /// <summary>Whether a type has the attribute.</summary>
    internal static bool IsMarked(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute =>
        attribute.AttributeClass is { Name: "ServeMuxAttribute" } known && KnownNames.IsInRouteGen(known));

    private static MuxModel ModelOf(INamedTypeSymbol type) => new(
        type.ContainingNamespace.IsGlobalNamespace
            ? ""
            : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat).Substring("global::".Length),
        NameOf(type),
        new([.. HandlerShapes.ContainingTypes(type).Reverse().Select(static around => KindOf(around) + " " + NameOf(around))]),
        HasMember(type));

    // One of a base class counts, which ours would hide, and so does a parameter of the primary constructor, which the class knows by that name.
    private static bool HasMember(INamedTypeSymbol type)
    {
        if (type.Name == MuxMember || type.InstanceConstructors.Any(static constructor => constructor.Parameters.Any(static parameter => parameter.Name == MuxMember))) return true;
        for (var current = type; current is not null; current = current.BaseType)
            if (!current.GetMembers(MuxMember).IsEmpty) return true;
        return false;
    }

    private static string NameOf(INamedTypeSymbol type) => (SyntaxFacts.GetKeywordKind(type.Name) != SyntaxKind.None ? "@" : "") + type.Name;

    private static string KindOf(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Struct } => type.IsRecord ? "record struct" : "struct",
        _ => type.IsRecord ? "record" : "class",
    };

    private static string? FindProblem(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (type.Arity != 0) return "it is generic";
        if (type.IsRecord) return "it is a record";
        if (type.IsStatic) return "it is static";
        if (type.IsFileLocal) return "it is local to a file";
        if (type.DeclaringSyntaxReferences.Length == 0) return "it is not in this project";
        if (!IsPartial(type, cancellationToken)) return "it is not partial";
        if (FindMarkedBase(type) is { } marked) return "its base class '" + marked.Name + "' has [ServeMux], too";
        return HandlerShapes.ContainingTypes(type).Select(around => FindAroundProblem(around, cancellationToken)).FirstOrDefault(static problem => problem is not null);
    }

    // An object is one mux: the generated members of the one class would hide those of the other.
    private static INamedTypeSymbol? FindMarkedBase(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
            if (IsMarked(current)) return current;
        return null;
    }

    // The generated part stands in a part of each type around it.
    private static string? FindAroundProblem(INamedTypeSymbol around, CancellationToken cancellationToken)
    {
        if (!around.CanBeReferencedByName) return "it is in a type without a name";
        if (around.Arity != 0) return "it is nested in the generic type '" + around.Name + "'";
        if (around.IsFileLocal) return "its type '" + around.Name + "' is local to a file";
        return IsPartial(around, cancellationToken) ? null : "it is nested in '" + around.Name + "', which is not partial";
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken) => type.DeclaringSyntaxReferences.All(reference =>
        reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));
}
