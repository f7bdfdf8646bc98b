// Before the first connection, loads and initialises everything that the server and the client need. Otherwise, under the JIT, the first
// request that writes a field, fails or is proxied would load assemblies and run static constructors. If the process has no file descriptor
// left at that time, an assembly cannot be loaded. The runtime remembers such failures, including those of static constructors, so every
// such request would fail until the process is restarted. Subsystems that a program requests by name (TLS, telemetry, brotli) are loaded on
// request. Assemblies that the program itself references, such as System.Text.Json, are loaded when a server starts. Each layer has its own
// class: Preload (here), MessagePreload, ClientPreload, ServerPreload, ProxyPreload.
//
// A native binary contains everything. Callers check RuntimeFeature.IsDynamicCodeSupported first. It is false in a native build, so that
// this code is trimmed away.
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace RouteGen.IO;

internal static class Preload
{
    private const int ReferencesMax = 1000;

    /// <summary>Loads the assemblies that connections need, and initialises the types of this folder.</summary>
    /// <exception cref="TransportException">An assembly cannot be loaded, usually because the process has no file descriptor
    /// left.</exception>
    internal static void Connections()
    {
        Load("System.Runtime");
        Load("System.Memory");
        Load("System.Collections");
        Load("System.Collections.Concurrent");
        Load("System.Linq");
        Load("System.Threading");
        Load("System.Threading.Thread");
        Load("System.Threading.ThreadPool");
        Load("System.Runtime.InteropServices");
        Load("System.Runtime.Intrinsics");
        Load("System.Text.Encoding.Extensions");
        Load("System.ComponentModel");
        Load("System.ComponentModel.Primitives");
        Load("System.Net.Primitives");
        Load("Microsoft.Win32.Primitives");
        Load("System.Net.Sockets");
        // The sockets back end checks for diagnostic listeners.
        Load("System.Diagnostics.DiagnosticSource");
        // Failures are logged with a stack trace that has line numbers.
        Load("System.Console");
        Load("System.Diagnostics.StackTrace");
        Load("System.Reflection.Metadata");
        Load("System.Collections.Immutable");
        Load("System.IO.Compression");
        Load("System.IO.MemoryMappedFiles");
        RuntimeHelpers.RunClassConstructor(typeof(AmbientState).TypeHandle);
        if (!OperatingSystem.IsLinux()) return;
        RuntimeHelpers.RunClassConstructor(typeof(LeaderPool).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EpollEvents).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(TimeSlice).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ReactorMonitor).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Waker).TypeHandle);
    }

    /// <summary>Loads an assembly.</summary>
    /// <exception cref="TransportException">The assembly exists and cannot be loaded.</exception>
    internal static void Load(string name)
    {
        try
        {
            Assembly.Load(name);
        }
        catch (FileNotFoundException) when (CanOpen())
        {
            // The assembly was trimmed away, so nothing uses it.
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException)
        {
            throw TooFew(name, failure);
        }
    }

    /// <summary>
    /// Loads every assembly that the program references, directly or indirectly, up to 1,000, because its handlers may be the first to use
    /// one. Assemblies that only this library references are not included.
    /// </summary>
    /// <exception cref="TransportException">An assembly exists and cannot be loaded.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "An assembly that was trimmed away is not used.")]
    internal static void Program()
    {
        if (Assembly.GetEntryAssembly() is not { } entry) return;
        var seen = new HashSet<string>(StringComparer.Ordinal) { typeof(Preload).Assembly.GetName().Name! };
        var waiting = new Queue<Assembly>([entry]);
        while (waiting.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies())
                if (seen.Count < ReferencesMax && seen.Add(name.Name!) && TryLoad(name) is { } found) waiting.Enqueue(found);
        }
    }

    // Returns null if the assembly is missing or does not match. The program then works without the assembly, or fails where it uses it.
    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException)
        {
            if (CanOpen()) return null;
            throw TooFew(name.Name!, failure);
        }
    }

    /// <summary>Runs a step that needs file descriptors.</summary>
    /// <exception cref="TransportException">The step failed.</exception>
    internal static void Run(Action step, string name)
    {
        try
        {
            step();
        }
        catch (Exception failure) when (failure is IOException or System.ComponentModel.Win32Exception or UnauthorizedAccessException)
        {
            throw TooFew(name, failure);
        }
    }

    private static TransportException TooFew(string name, Exception failure) => new(
        TransportError.TooManyOpenFiles,
        $"{name}, which the library needs, could not be loaded: the process has too few file descriptors left. Raise its limit "
            + $"(ulimit -n).",
        failure);

    [UnconditionalSuppressMessage(
        "SingleFile", "IL3000", Justification = "Empty in a single file, and then the file of the process is opened.")]
    private static bool CanOpen()
    {
        try
        {
            using var file = File.OpenHandle(Environment.ProcessPath ?? "");
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
