using System.Collections.Concurrent;
using System.Diagnostics;

namespace Integration.Tests;

/// <summary>A program that a test runs, ended with it.</summary>
internal sealed class Child : IDisposable
{
    // The longest that a busy machine takes to compile a Go program and what it imports for the first time.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errorLines = [];
    private readonly Task<string> _errors;

    private Child(string program, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(
            program)
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new InvalidOperationException(
                $"'{program}' could not be started; the README lists what the tests need. {failure.Message}", failure);
        }

        _errors = ReadErrorsAsync();
    }

    internal int Id => _process.Id;

    /// <summary>What it wrote to its standard error; waits for its end.</summary>
    internal Task<string> Errors => _errors.WaitAsync(s_patience);

    /// <summary>How many lines it has written to its standard error so far.</summary>
    internal int ErrorLineCount => _errorLines.Count;

    internal static Child Start(string program, params string[] arguments) => new(program, arguments);

    /// <summary>Starts tests/LoadClient, which the build has put beside the tests.</summary>
    internal static Child StartLoadClient(params string[] arguments) => StartLoadClient([], arguments);

    /// <summary>As <see cref="StartLoadClient(string[])"/>, with more variables in its environment.</summary>
    internal static Child StartLoadClient((string Name, string Value)[] variables, params string[] arguments) =>
        new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "LoadClient.dll"), .. arguments], variables);

    /// <summary>Writes a line to its standard input, an empty one by default.</summary>
    internal async Task WriteLineAsync(string line = "")
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Reads a line of its standard output. Null: it has closed it.</summary>
    internal Task<string?> TryReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);

    internal async Task<string> ReadLineAsync() =>
        await TryReadLineAsync()
            ?? throw new InvalidOperationException($"The program ended: {await _errors}");

    /// <summary>Writes its standard input, waits until it ends with exit code 0, and returns what it printed.</summary>
    internal async Task<string> EndAsync(string input = "")
    {
        var (code, output) = await EndWithCodeAsync(input);
        Assert.True(code == 0, $"exit code {code}: {await _errors}");
        return output;
    }

    /// <summary>As <see cref="EndAsync"/>, whatever the exit code is.</summary>
    internal async Task<(int Code, string Output)> EndWithCodeAsync(string input = "")
    {
        await _process.StandardInput.WriteAsync(input);
        _process.StandardInput.Close();
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        return (_process.ExitCode, output);
    }

    private async Task<string> ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line) _errorLines.Enqueue(line);
        return string.Join('\n', _errorLines);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
