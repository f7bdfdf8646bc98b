using System.Diagnostics;

namespace Compare.Processes;

/// <summary>A program that does its work, prints it and ends, on the cores of this one.</summary>
internal static class Tool
{
    /// <summary>Everything that it printed, without the line end.</summary>
    /// <exception cref="InvalidOperationException">Its exit code is not 0.</exception>
    internal static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {text}");
        return text.Trim();
    }
}
