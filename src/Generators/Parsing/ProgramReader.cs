// The programs that a program refers to, such as the service of a test project. A process has one table of DefaultServeMux: that of the
// referenced program, with all libraries that it serves. The program declares it by a public class that its generator writes
// (ProgramEmitter.cs).
//
// The reader runs on every edit, as LibraryReader does, and the compiler keeps the symbols that it reads from one edit to the next.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class ProgramReader
{
    /// <summary>The namespace of the class.</summary>
    internal const string Namespace = "RouteGen.Generated";

    /// <summary>The constant of the class that lists libraries.</summary>
    internal const string LibrariesConstant = "Libraries";

    private static readonly string[] s_framework = ["System.", "Microsoft."];

    /// <summary>The name of the class of an assembly.</summary>
    internal static string ClassName(string assemblyName) =>
        "TableOf_" + string.Concat(assemblyName.Select(static letter => SyntaxFacts.IsIdentifierPartCharacter(letter) ? letter : '_'));

    /// <summary>
    /// The referenced programs that have a table, in the order of their names. A library has none.
    /// </summary>
    internal static EquatableArray<ProgramModel> ReadAll(Compilation compilation, CancellationToken cancellationToken)
    {
        if (!LibraryReader.IsExecutable(compilation)) return EquatableArray<ProgramModel>.Empty;
        var programs = new List<ProgramModel>();
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (s_framework.Any(prefix => assembly.Name.StartsWith(prefix, StringComparison.Ordinal))) continue;
            if (assembly.GetTypeByMetadataName(
                Namespace + "." + ClassName(assembly.Name)) is not { DeclaredAccessibility: Accessibility.Public } type) continue;
            if (type.GetMembers(LibrariesConstant).FirstOrDefault() is not IFieldSymbol { ConstantValue: string libraries }) continue;
            var aliases = compilation.GetMetadataReference(assembly)?.Properties.Aliases ?? default;
            var alias = aliases.IsDefaultOrEmpty || aliases.Contains(MetadataReferenceProperties.GlobalAlias) ? "" : aliases[0];
            var table = (alias.Length == 0 ? "global" : alias) + "::" + Namespace + "." + type.Name;
            programs.Add(new(assembly.Name, table, alias, new(libraries.Split([';'], StringSplitOptions.RemoveEmptyEntries))));
        }

        return new([.. programs.OrderBy(static program => program.Name, StringComparer.Ordinal)]);
    }
}
