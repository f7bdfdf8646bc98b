namespace RouteGen;

/// <summary>
/// Standard error, for messages that have no other place to go. A write that fails must neither close a connection nor end the process.
/// </summary>
internal static class StandardError
{
    /// <summary>
    /// Writes a line, if it can be written: that needs a descriptor the first time, the disk may be full, and a writer that the program has
    /// set may be disposed.
    /// </summary>
    internal static void Write(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (Exception)
        {
            // There is nowhere else to report this. The next line tries again.
        }
    }

    /// <summary>Opens it, and has the runtime initialise its console, which it otherwise does in the first write.</summary>
    /// <exception cref="IOException">There is no file descriptor left.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">As above.</exception>
    internal static void Open()
    {
        _ = Console.Error;
        using var stream = Console.OpenStandardError();
        stream.Write([]);
    }
}
