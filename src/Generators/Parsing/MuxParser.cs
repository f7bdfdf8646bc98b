// Reads a class with [ServeMux] into a MuxModel.
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class MuxParser
{
    /// <summary>The name of the property that returns the mux.</summary>
    internal const string MuxMember = "Mux";

    private const string ServeName = "ServeHttpAsync";

    private static readonly string[] s_privateNames = ["_serveMux", "MakeServeMux", "ServeMuxTable"];

    /// <summary>Reads an annotated class.</summary>
    internal static MuxResult Parse(AttributedNode context, CancellationToken cancellationToken)
    {
        // The compiler rejects the attribute on anything but a class.
        if (context.TargetSymbol is not INamedTypeSymbol type || !IsNamedClass(type))
            return new(null, EquatableArray<DiagnosticInfo>.Empty);
        if (FindProblem(type, cancellationToken) is not { } problem)
        {
            var middleware = MiddlewareParser.ParseAround(type, context.SemanticModel.Compilation, cancellationToken);
            return new(
                ModelOf(type),
                middleware is null && !HasRoutes(type) ? MiddlewareParser.FindHiddenAround(type, context.SemanticModel.Compilation)
                    : EquatableArray<DiagnosticInfo>.Empty, middleware);
        }

        return new(null, new([DiagnosticInfo.At(LocationInfo.From(type.Locations[0]), DiagnosticIds.NotAMux, type.Name, problem)]));
    }

    /// <summary>Returns the model of a class that is a mux, or null for any other type.</summary>
    internal static MuxModel? Find(INamedTypeSymbol? type, CancellationToken cancellationToken) =>
        type is not null && IsMarked(type) && IsNamedClass(type) && FindProblem(type, cancellationToken) is null ? ModelOf(type) : null;

    /// <summary>Returns true if a type has <c>[ServeMux]</c>.</summary>
    internal static bool IsMarked(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute =>
        attribute.AttributeClass is { Name: "ServeMuxAttribute" } known && KnownNames.IsInRouteGen(known));

    /// <summary>Returns the reason why a type without <c>[ServeMux]</c> is no mux, and the remedy.</summary>
    internal static string UnmarkedProblem(INamedTypeSymbol type, IAssemblySymbol here)
    {
        const string Name = "; name a class with [ServeMux]";
        if (KnownNames.IsInRouteGen(type) && type.Name == "ServeMux")
            return "a ServeMux has no table of its own; name a class of yours, '[ServeMux] partial class'";
        var kind = type.TypeKind switch
        {
            TypeKind.Interface => "it is an interface",
            TypeKind.Struct => type.IsRecord ? "it is a record struct" : "it is a struct",
            TypeKind.Enum => "it is an enum",
            TypeKind.Delegate => "it is a delegate",
            TypeKind.Class when type.IsStatic => "it is a static class, of which there is no instance",
            TypeKind.Class when type.IsRecord => "it is a record",
            _ => "",
        };
        if (kind.Length != 0) return kind + Name;
        return SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, here)
            ? "it is a class without [ServeMux]; write '[ServeMux] partial class " + type.Name + "'"
            : "it is a class of another project, and without [ServeMux]" + Name + " of this project";
    }

    // Returns true if the mux has routes or mounts. Inaccessible middleware of the class is reported at each of them.
    private static bool HasRoutes(INamedTypeSymbol type) =>
        type.GetMembers().Any(static member => member.GetAttributes().Any(static attribute =>
        attribute.AttributeClass is { Name: not "UseAttribute" } known && KnownNames.IsInRouteGen(known)));

    // In an editor, an incomplete declaration may be a class without a name.
    private static bool IsNamedClass(INamedTypeSymbol type) => type.TypeKind == TypeKind.Class && type.Name.Length != 0;

    private static MuxModel ModelOf(INamedTypeSymbol type) => new(
        TypeNames.Of(type.ContainingNamespace),
        TypeNames.Escape(type.Name),
        new(
            [.. HandlerShapes.ContainingTypes(type).Reverse()
                .Select(static around => KindOf(around) + " " + TypeNames.Escape(around.Name))]),
        HasMember(type, MuxMember),
        ServeMemberOf(type),
        SuffixOf(type));

    // Returns the first suffix with which the names of generated private members differ from the names of all existing members.
    private static string SuffixOf(INamedTypeSymbol type)
    {
        for (var number = 1; ; number++)
        {
            var suffix = number == 1 ? "" : number.ToString(CultureInfo.InvariantCulture);
            if (!s_privateNames.Any(name => HasMember(type, name + suffix))) return suffix;
        }
    }

    private static ServeMember ServeMemberOf(INamedTypeSymbol type)
    {
        if (!HasMember(type, ServeName)) return ServeMember.Public;
        if (!type.GetMembers(ServeName).IsEmpty || type.Name == ServeName) return ServeMember.Explicit;
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            var members = current.GetMembers(ServeName);
            if (members.IsEmpty) continue;
            return members.Length == 1 && members[0] is IMethodSymbol method && IsOverridable(method)
                ? ServeMember.Override
                : ServeMember.Explicit;
        }

        return ServeMember.Explicit;
    }

    private static bool IsOverridable(IMethodSymbol method) =>
        method is { DeclaredAccessibility: Accessibility.Public, IsSealed: false, Arity: 0, RefKind: RefKind.None }
        && (method.IsVirtual || method.IsAbstract || method.IsOverride) && IsServe(method);

    private static bool IsServe(IMethodSymbol method) =>
        method.Parameters.Length == 2 && KnownNames.IsResponseWriter(method.Parameters[0].Type)
        && KnownNames.IsRequest(method.Parameters[1].Type) && KnownNames.IsValueTask(method.ReturnType);

    // Returns the interface of the generated part that the class implements itself, which would conflict, or null if there is none. The
    // members are searched only if the class lists such an interface, because this runs for each handler of the class.
    private static string? FindOwnImplementation(INamedTypeSymbol type)
    {
        if (!type.Interfaces.Any(IsHandler)) return null;
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            foreach (var member in method.ExplicitInterfaceImplementations)
                if (KnownNames.IsHandler(member.ContainingType) || KnownNames.IsServeMux(member.ContainingType))
                    return member.ContainingType.Name;
            if (method.Name == ServeName && IsServe(method)) return "IHandler";
        }

        return null;
    }

    private static bool IsHandler(INamedTypeSymbol face) => KnownNames.IsHandler(face) || face.AllInterfaces.Any(KnownNames.IsHandler);

    // Includes members of base classes, which a generated member would hide, and parameters of a primary constructor, which are in scope in
    // the whole class.
    private static bool HasMember(INamedTypeSymbol type, string name)
    {
        if (type.Name == name || Reserves(type, name)
            || type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => parameter.Name == name))) return true;
        for (var current = type; current is not null; current = current.BaseType)
            if (!current.GetMembers(name).IsEmpty) return true;
        return false;
    }

    // Returns true if a property cannot have a name, because a method has the name of an accessor, or an indexer has the property's name in
    // metadata.
    private static bool Reserves(INamedTypeSymbol type, string name) =>
        !type.GetMembers("get_" + name).IsEmpty || !type.GetMembers("set_" + name).IsEmpty
        || type.GetMembers("this[]").Any(indexer => indexer.MetadataName == name);

    private static string KindOf(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Struct } => type.IsRecord ? "record struct" : "struct",
        _ => type.IsRecord ? "record" : "class",
    };

    private static string? FindProblem(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (type.Arity != 0) return "it is generic; pass what differs to its constructor";
        if (type.IsRecord) return "it is a record; write 'partial class " + type.Name + "'";
        if (type.IsStatic) return "it is static; remove the modifier, because the mux is an object";
        if (type.IsFileLocal) return "it is local to a file; remove 'file'";
        if (type.DeclaringSyntaxReferences.Length == 0) return "it is not in this project";
        if (!IsPartial(type, cancellationToken)) return "it is not partial; write 'partial class " + type.Name + "'";
        if (FindOwnImplementation(type) is { } face) return "it implements " + face + " itself; the generated part does that";
        if (FindMarkedBase(type) is { } marked) return "its base class '" + marked.Name + "' also has [ServeMux]";
        return HandlerShapes.ContainingTypes(type).Select(around => FindAroundProblem(around, cancellationToken))
            .FirstOrDefault(static problem => problem is not null);
    }

    // Returns a base class with [ServeMux]. An object cannot be two muxes: its generated members would hide the generated members of the
    // base class.
    private static INamedTypeSymbol? FindMarkedBase(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
            if (IsMarked(current)) return current;
        return null;
    }

    // Returns the reason why a generated part cannot be nested in a part of a containing type.
    private static string? FindAroundProblem(INamedTypeSymbol around, CancellationToken cancellationToken)
    {
        if (!around.CanBeReferencedByName) return "it is in a type without a name";
        if (around.Arity != 0) return "it is nested in the generic type '" + around.Name + "'";
        if (around.IsFileLocal) return "its type '" + around.Name + "' is local to a file; remove 'file'";
        return IsPartial(around, cancellationToken) ? null : "it is nested in '" + around.Name + "', which is not partial";
    }

    // Top-level statements are a declaration of Program, and the compiler adds the modifier.
    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.All(reference => reference.GetSyntax(cancellationToken) switch
        {
            TypeDeclarationSyntax syntax => syntax.Modifiers.Any(SyntaxKind.PartialKeyword),
            var other => other is CompilationUnitSyntax,
        });
}
