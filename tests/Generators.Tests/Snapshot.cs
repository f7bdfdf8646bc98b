// The snapshot harness: Verify.SourceGenerators' file names and workflow in one file (docs/SNAPSHOTS.md says why, and how to replace it).
//
//   Snapshots/Class.Method#ServeMux.g.verified.cs     one generated file; its first line is //HintName: ServeMux.g.cs
//   Snapshots/Class.Method.verified.txt               the diagnostics, one a line; absent when there are none
//
// A file that differs or is missing leaves a .received beside it and fails with the difference. A verified file that the run did not make
// fails too. ROUTEGEN_ACCEPT=1 writes what was received as verified, and removes what was not made.
using System.Runtime.CompilerServices;
using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace RouteGen.Tests;

internal static class Snapshot
{
    /// <summary>The folder of the verified files: the one beside this source file, whichever room a test is in.</summary>
    internal static string Folder { get; } = Path.Combine(Here(), "Snapshots");

    private static bool IsAccepting => Environment.GetEnvironmentVariable("ROUTEGEN_ACCEPT") == "1";

    /// <summary>Compares a run with the verified files of the calling test.</summary>
    internal static void Verify(GeneratorRun run, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        var test = Path.GetFileNameWithoutExtension(file) + "." + member;
        var received = run.Result.Results[0].GeneratedSources.ToDictionary(
            source => $"{test}#{Path.GetFileNameWithoutExtension(source.HintName)}.verified.cs",
            source => $"//HintName: {source.HintName}\n{source.SourceText}");
        if (run.Problems.Any()) received.Add(test + ".verified.txt", string.Join('\n', run.Problems) + "\n");
        Compare(Folder, test, received);
    }

    /// <summary>Compares named texts with the verified files of a test.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="test">The test, <c>Class.Method</c>.</param>
    /// <param name="received">The texts by the names of their verified files.</param>
    internal static void Compare(string folder, string test, IReadOnlyDictionary<string, string> received)
    {
        var failures = new StringBuilder();
        foreach (var (name, text) in received) CompareOne(Path.Combine(folder, name), text, failures);
        foreach (var path in VerifiedFiles(folder, test).Where(path => !received.ContainsKey(Path.GetFileName(path))))
        {
            if (IsAccepting) File.Delete(path);
            else failures.AppendLine($"{Path.GetFileName(path)} is stale: the test does not make it.");
        }

        Assert.True(failures.Length == 0, failures.ToString());
    }

    private static void CompareOne(string path, string text, StringBuilder failures)
    {
        var receivedPath = path.Replace(".verified.", ".received.", StringComparison.Ordinal);
        var verified = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (verified == text)
        {
            File.Delete(receivedPath);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(IsAccepting ? path : receivedPath, text);
        if (IsAccepting) File.Delete(receivedPath);
        else failures.AppendLine($"{Path.GetFileName(path)} differs (accept with ROUTEGEN_ACCEPT=1):")
            .AppendLine(Difference(verified, text));
    }

    private static IEnumerable<string> VerifiedFiles(string folder, string test) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, test + "*")
            .Where(path => TestOf(path) == test && path.Contains(".verified.", StringComparison.Ordinal))
        : [];

    /// <summary>The test a snapshot belongs to: what its name has before the hash, or else before <c>.verified</c>.</summary>
    internal static string TestOf(string path)
    {
        var name = Path.GetFileName(path).Split(".verified.")[0].Split(".received.")[0];
        return name.Split('#')[0];
    }

    private static string Difference(string verified, string received)
    {
        var lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(verified, received).Lines;
        return string.Join('\n', lines.Where(static line => line.Type != ChangeType.Unchanged).Select(static line =>
            (line.Type == ChangeType.Deleted ? "- " : "+ ") + line.Text));
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
