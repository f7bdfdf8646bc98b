// First use at the worst moment. Where code is compiled as it runs, the first request that writes a field, fails, or is proxied loads assemblies and runs
// static constructors. A process that has no descriptor left at that moment cannot load an assembly, and the runtime remembers that for good, as it
// remembers a static constructor that failed: every such request would fail until the process is restarted. So what serving and calling need is loaded and
// initialised before the first connection. Subsystems are left out that a program asks for by name (TLS, telemetry, brotli): they load when it does so.
//
// A native binary has everything in it. The callers ask RuntimeFeature.IsDynamicCodeSupported first, which is false there at compile time, so that
// nothing of this is carried.
using System.Reflection;
using System.Runtime.CompilerServices;

namespace RouteGen.IO;

internal static class Preload
{
    /// <summary>Loads what every user of connections needs, and initialises the types of this folder.</summary>
    /// <exception cref="TransportException">An assembly cannot be loaded, mostly since the process has no descriptor left.</exception>
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
        // The sockets back end asks for what watches it.
        Load("System.Diagnostics.DiagnosticSource");
        // A failure is told with its stack, and the stack with its lines.
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
    }

    /// <summary>Loads an assembly.</summary>
    /// <exception cref="TransportException">It is there and cannot be loaded.</exception>
    internal static void Load(string name)
    {
        try
        {
            Assembly.Load(name);
        }
        catch (FileNotFoundException) when (CanOpen())
        {
            // Trimmed away, so nothing of it is used.
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException)
        {
            throw new TransportException(
                TransportError.TooManyOpenFiles,
                $"{name}, which serving and calling need, could not be loaded: the process has no descriptors left, or too few. Raise its limit (ulimit -n).",
                failure);
        }
    }

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
