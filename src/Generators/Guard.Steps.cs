// Wraps the steps after the parsers. These steps read values, so their errors cannot name a declaration. The errors are implementation
// output, like the tables, so an editor need not run a step only to find out whether it throws.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators;

internal static partial class Guard
{
    /// <summary>Adds a step whose exceptions are reported as problems.</summary>
    /// <param name="input">The input of the step.</param>
    /// <param name="context">Receives the error.</param>
    /// <param name="step">The name of the step.</param>
    /// <param name="run">The step.</param>
    /// <param name="failed">The result if the step throws.</param>
    internal static IncrementalValueProvider<TResult> Guarded<TInput, TResult>(
        this IncrementalValueProvider<TInput> input,
        IncrementalGeneratorInitializationContext context,
        string step,
        Func<TInput, CancellationToken, TResult> run,
        TResult failed)
        where TResult : class, IEquatable<TResult>
    {
        var results = input.Select((value, cancellationToken) => Try(step, () => run(value, cancellationToken)));
        context.RegisterImplementationSourceOutput(results.Select(static (result, _) => result.Problem), Report);
        return results.Select((result, _) => result.Value ?? failed).WithTrackingName(step);
    }

    /// <summary>Adds a step that runs for each of several values. Its exceptions are reported as problems.</summary>
    /// <param name="input">The inputs of the step.</param>
    /// <param name="context">Receives the errors.</param>
    /// <param name="step">The name of the step.</param>
    /// <param name="run">The step.</param>
    /// <param name="failed">The result for a value for which the step throws.</param>
    internal static IncrementalValuesProvider<TResult> Guarded<TInput, TResult>(
        this IncrementalValuesProvider<TInput> input,
        IncrementalGeneratorInitializationContext context,
        string step,
        Func<TInput, CancellationToken, TResult> run,
        TResult failed)
        where TResult : class, IEquatable<TResult>
    {
        var results = input.Select((value, cancellationToken) => Try(step, () => run(value, cancellationToken)));
        context.RegisterImplementationSourceOutput(results.Select(static (result, _) => result.Problem), Report);
        return results.Select((result, _) => result.Value ?? failed).WithTrackingName(step);
    }

    /// <summary>
    /// Adds a step that runs for each of several values. If it throws, the exception is reported as a problem, and the value has no result.
    /// </summary>
    /// <param name="input">The inputs of the step.</param>
    /// <param name="context">Receives the errors.</param>
    /// <param name="step">The name of the step.</param>
    /// <param name="run">The step.</param>
    internal static IncrementalValuesProvider<TResult> Guarded<TInput, TResult>(
        this IncrementalValuesProvider<TInput> input,
        IncrementalGeneratorInitializationContext context,
        string step,
        Func<TInput, CancellationToken, TResult> run)
        where TResult : class, IEquatable<TResult>
    {
        var results = input.Select((value, cancellationToken) => Try(step, () => run(value, cancellationToken)));
        context.RegisterImplementationSourceOutput(results.Select(static (result, _) => result.Problem), Report);
        return results.Where(static result => result.Value is not null).Select(static (result, _) => result.Value!).WithTrackingName(step);
    }

    private static Outcome<T> Try<T>(string step, Func<T> run)
        where T : class, IEquatable<T>
    {
        try
        {
            Probe?.Invoke(step);
            return new(run(), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(null, DiagnosticInfo.At(LocationInfo.InLibrary("", ""), DiagnosticIds.GeneratorFailed, step, InWords(exception)));
        }
    }

    private static void Report(SourceProductionContext output, DiagnosticInfo? problem)
    {
        if (problem is not null) output.ReportDiagnostic(problem.ToDiagnostic([null]));
    }
}
