using Microsoft.CodeAnalysis;

namespace RouteGen.Generators.Parsing;

/// <summary>
/// The types that the generator knows by name. They are compared part by part: rendering a symbol for each parameter would cost more.
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

    /// <summary>The attributes that the generator reads, without namespace and number of type parameters.</summary>
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

    /// <summary>The metadata name of one of our types, without its namespace.</summary>
    internal static string TypeNameOf(string metadataName) => metadataName.Substring(Namespace.Length);

    /// <summary>Variant of <see cref="TypeNameOf"/>, without the number of type parameters.</summary>
    internal static string SimpleNameOf(string metadataName) => TypeNameOf(metadataName).Split('`')[0];

    internal static bool IsResponseWriter(ITypeSymbol type) => IsRouteGenType(type, ResponseWriter);

    internal static bool IsRequest(ITypeSymbol type) => IsRouteGenType(type, Request);

    internal static bool IsTask(ITypeSymbol type) => IsTaskType(type, Task);

    internal static bool IsValueTask(ITypeSymbol type) => IsTaskType(type, ValueTask);

    /// <summary>The name of a type if it is one of these four, or null for any other type.</summary>
    internal static string? MeaningOf(ITypeSymbol type) =>
        IsResponseWriter(type) || IsRequest(type) || IsTask(type) || IsValueTask(type) ? type.Name : null;

    /// <summary>True if the compiler rejects a delegate of a method that has the attribute.</summary>
    internal static bool ForbidsDelegates(INamedTypeSymbol attribute) =>
        attribute.Name is "ConditionalAttribute" or "UnmanagedCallersOnlyAttribute";

    /// <summary>True if a type is in our namespace.</summary>
    internal static bool IsInRouteGen(ITypeSymbol type) =>
        type.ContainingType is null && type.ContainingNamespace is { Name: "RouteGen", ContainingNamespace.IsGlobalNamespace: true };

    internal static bool IsHandler(ITypeSymbol type) => IsRouteGenType(type, "IHandler") && type.TypeKind == TypeKind.Interface;

    /// <summary>The first attribute of ours with a name, on a symbol, or null for none.</summary>
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
