using Microsoft.CodeAnalysis;

namespace RouteGen.Generators.Parsing;

/// <summary>
/// The types that the generator recognises by name. Names are compared part by part, which is cheaper than rendering a symbol as text.
/// </summary>
internal static class KnownNames
{
    internal const string MountAttribute = "RouteGen.MountAttribute";
    internal const string ServeMuxAttribute = "RouteGen.ServeMuxAttribute";
    internal const string PrefixAttribute = "RouteGen.PrefixAttribute";
    internal const string UseAttribute = "RouteGen.UseAttribute";
    internal const string UseTypeAttribute = "RouteGen.UseAttribute`1";
    internal const string ExcludeRoutesAttribute = "RouteGen.ExcludeRoutesAttribute";
    internal const string LibraryPrefixAttribute = "RouteGen.LibraryPrefixAttribute";

    private const string Namespace = "RouteGen.";

    /// <summary>The names of the attributes that the generator reads, without namespace and number of type parameters.</summary>
    internal static readonly string[] Attributes =
    [
        .. RouteAttributes.MetadataNames
            .Concat([MountAttribute, ServeMuxAttribute, PrefixAttribute, UseAttribute, ExcludeRoutesAttribute, LibraryPrefixAttribute])
            .Select(SimpleNameOf),
    ];

    internal const string ResponseWriter = "ResponseWriter";
    internal const string Request = "Request";
    internal const string Task = "Task";
    internal const string ValueTask = "ValueTask";

    /// <summary>Returns the metadata name of a type of RouteGen without its namespace.</summary>
    internal static string TypeNameOf(string metadataName) => metadataName.Substring(Namespace.Length);

    /// <summary>Returns the name of a type of RouteGen without its namespace and number of type parameters.</summary>
    internal static string SimpleNameOf(string metadataName) => TypeNameOf(metadataName).Split('`')[0];

    internal static bool IsResponseWriter(ITypeSymbol type) => IsRouteGenType(type, ResponseWriter);

    internal static bool IsRequest(ITypeSymbol type) => IsRouteGenType(type, Request);

    internal static bool IsTask(ITypeSymbol type) => IsTaskType(type, Task);

    internal static bool IsValueTask(ITypeSymbol type) => IsTaskType(type, ValueTask);

    /// <summary>Returns the name of a type if it is a response writer, request, task or value task, or null for any other type.</summary>
    internal static string? MeaningOf(ITypeSymbol type) =>
        IsResponseWriter(type) || IsRequest(type) || IsTask(type) || IsValueTask(type) ? type.Name : null;

    /// <summary>Returns true if the compiler does not allow delegates of methods with this attribute.</summary>
    internal static bool ForbidsDelegates(INamedTypeSymbol attribute) =>
        attribute.Name is "ConditionalAttribute" or "UnmanagedCallersOnlyAttribute";

    /// <summary>Returns true if a type is in the namespace RouteGen and not nested.</summary>
    internal static bool IsInRouteGen(ITypeSymbol type) =>
        type.ContainingType is null && type.ContainingNamespace is { Name: "RouteGen", ContainingNamespace.IsGlobalNamespace: true };

    internal static bool IsHandler(ITypeSymbol type) => IsRouteGenType(type, "IHandler") && type.TypeKind == TypeKind.Interface;

    internal static bool IsServeMux(ITypeSymbol type) => IsRouteGenType(type, "IServeMux") && type.TypeKind == TypeKind.Interface;

    /// <summary>Returns the first RouteGen attribute of this name on a symbol, or null if there is none.</summary>
    internal static AttributeData? FindAttribute(ISymbol symbol, string name) => symbol.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass is { } type && type.Name == name && IsInRouteGen(type));

    private static bool IsRouteGenType(ITypeSymbol type, string name) => IsPlain(type, name) && IsInRouteGen(type);

    private static bool IsTaskType(ITypeSymbol type, string name) => IsPlain(type, name) && type.ContainingNamespace is
    {
        Name: "Tasks",
        ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } },
    };

    private static bool IsPlain(ITypeSymbol type, string name) =>
        type is INamedTypeSymbol { Arity: 0, ContainingType: null } named && named.Name == name;
}
