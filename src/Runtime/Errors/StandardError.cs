namespace RouteGen;

/// <summary>
/// Writes messages to standard error, as a last resort. A write that fails must neither close a connection nor crash the process.
/// </summary>
internal static class StandardError
{
    /// <summary>
    /// Writes a line, and ignores failures: there may be no descriptor for the first write, the disk may be full, or the program's writer
    /// may be disposed.
    /// </summary>
    internal static void Write(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (Exception)
        {
            // The failure cannot be reported anywhere else.
        }
    }

    /// <summary>Opens standard error, and initialises the runtime's console, which otherwise happens at the first write.</summary>
    /// <exception cref="IOException">The process has run out of file descriptors.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The process has run out of file descriptors.</exception>
    internal static void Open()
    {
        _ = Console.Error;
        using var stream = Console.OpenStandardError();
        stream.Write([]);
    }
}
