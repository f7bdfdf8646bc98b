using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>Asks a run what its steps did since the run before.</summary>
internal static class PipelineSteps
{
    /// <summary>No step has run to a new value, and no file was written again.</summary>
    internal static void AssertCached(GeneratorDriverRunResult result)
    {
        foreach (var name in TrackingNames.OfSyntax.Concat(TrackingNames.All)) AssertUnchanged(result, name);
        foreach (var (name, steps) in result.Results[0].TrackedOutputSteps)
            Assert.All(Reasons(steps), reason => Assert.True(reason == IncrementalStepRunReason.Cached, $"{name} was {reason}"));
    }

    /// <summary>One step has no new value. An unchanged value upstream makes it cached, so both are accepted.</summary>
    internal static void AssertUnchanged(GeneratorDriverRunResult result, string name) =>
        Assert.All(ReasonsOf(result, name), reason => Assert.True(
            reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{name} was {reason}"));

    /// <summary>One step has a new value.</summary>
    internal static void AssertModified(GeneratorDriverRunResult result, string name) =>
        Assert.Contains(ReasonsOf(result, name), static reason => reason == IncrementalStepRunReason.Modified);

    /// <summary>How many of the generator's outputs were run again.</summary>
    internal static int CountOutputsRun(GeneratorDriverRunResult result) =>
        result.Results[0].TrackedOutputSteps.Values.SelectMany(static steps => Reasons(steps))
            .Count(static reason => reason != IncrementalStepRunReason.Cached);

    /// <summary>How many values of a step are new.</summary>
    internal static int CountModified(GeneratorDriverRunResult result, string name) =>
        ReasonsOf(result, name).Count(static reason => reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New);

    // A step that no input reached has no record, and neither has one whose values reached no output. That is possible for those of single
    // handlers, classes, mounts, lines and attributes, and for those that there are for problems alone.
    private static IEnumerable<IncrementalStepRunReason> ReasonsOf(GeneratorDriverRunResult result, string name)
    {
        if (result.Results[0].TrackedSteps.TryGetValue(name, out var steps)) return Reasons(steps);
        Assert.Contains(name, s_perhapsWithoutRecord);
        return [];
    }

    private static readonly string[] s_perhapsWithoutRecord =
    [
        .. TrackingNames.OfSyntax, TrackingNames.Handlers, TrackingNames.Muxes, TrackingNames.Mounts, TrackingNames.Checks,
        TrackingNames.Lines, TrackingNames.LibraryRules,
        TrackingNames.AssemblyMiddleware, TrackingNames.Conflicts, TrackingNames.ProgramProblems,
    ];

    private static IEnumerable<IncrementalStepRunReason> Reasons(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        steps.SelectMany(static step => step.Outputs).Select(static output => output.Reason);
}
