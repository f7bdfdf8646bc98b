// Programs of several assemblies, in memory: libraries with what the generator writes for them, and a program that refers to them.
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>A library, compiled.</summary>
/// <param name="Run">What the generator made of it.</param>
/// <param name="Image">The assembly.</param>
internal sealed record Library(GeneratorRun Run, byte[] Image)
{
    internal MetadataReference Reference { get; } = MetadataReference.CreateFromImage(Image);
}

internal static class Libraries
{
    /// <summary>Compiles a library.</summary>
    /// <param name="name">The name of its assembly; its file is called the same.</param>
    /// <param name="source">Its source.</param>
    /// <param name="references">The libraries that it refers to.</param>
    internal static Library Compile(string name, string source, params Library[] references)
    {
        var compilation = GeneratorRunner.Compile([(name + ".cs", source)], OutputKind.DynamicallyLinkedLibrary)
            .WithAssemblyName(name).AddReferences(references.Select(static library => library.Reference));
        var run = GeneratorRunner.Run(compilation, ("ProjectDir", "/src/app/"));
        return new(run, Emit(run.Compilation));
    }

    /// <summary>Compiles a program, to be referenced by another.</summary>
    /// <param name="name">The name of its assembly.</param>
    /// <param name="source">Its source.</param>
    /// <param name="references">The libraries and programs that it refers to.</param>
    internal static Library CompileProgram(string name, string source, params Library[] references)
    {
        var run = GeneratorRunner.Run(Program(source, references).WithAssemblyName(name));
        return new(run, Emit(run.Compilation));
    }

    /// <summary>A program that refers to libraries.</summary>
    internal static CSharpCompilation Program(string source, params Library[] libraries) =>
        GeneratorRunner.Compile([("Program.cs", source)]).AddReferences(libraries.Select(static library => library.Reference));

    /// <summary>The patterns of a program's table with their places, in the order of the text; empty: it has no table.</summary>
    internal static IEnumerable<string> RoutesOf(GeneratorRun run, params Library[] libraries) => TableOf(run, libraries) is { } table
        ? table.Entries.ToArray().Select(static entry => entry.Pattern + " -> " + entry.HandlerName + " at " + entry.Source)
            .Order(StringComparer.Ordinal)
        : [];

    /// <summary>The table of a program; null: it has none.</summary>
    internal static MatchTable? TableOf(GeneratorRun run, params Library[] libraries)
    {
        var compilation = run.Compilation;
        foreach (
            var tree in compilation.SyntaxTrees.Where(static tree => tree.FilePath.EndsWith("ServeMux.g.cs", StringComparison.Ordinal)))
            compilation = compilation.ReplaceSyntaxTree(tree, GeneratedTable.WithoutRegistration(tree));
        var context = new AssemblyLoadContext(null, isCollectible: true);
        foreach (var library in libraries) context.LoadFromStream(new MemoryStream(library.Image));
        var type = context.LoadFromStream(new MemoryStream(Emit(compilation))).GetType("RouteGen.Generated.ServeMuxTable");
        return type is null ? null : (MatchTable)Activator.CreateInstance(type, nonPublic: true)!;
    }

    /// <summary>What a program's mux answers.</summary>
    internal static string Serve(MatchTable table, string method, string path, string host = "example.com")
    {
        var writer = new RecordingWriter();
        var served = ServeMux.FromGeneratedTable(table).ServeHttpAsync(writer, new Request(method, "http://" + host + path));
        Assert.True(served.IsCompletedSuccessfully);
        return writer.Body;
    }

    private static byte[] Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return image.ToArray();
    }
}
