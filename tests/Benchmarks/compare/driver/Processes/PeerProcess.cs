using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Compare.Processes;

/// <summary>A peer that runs, on cores of its own.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan s_startMax = TimeSpan.FromSeconds(20);
    private static int s_port = 18_080;

    private readonly Process _process;

    private PeerProcess(Process process, string programFile, IPEndPoint address)
    {
        _process = process;
        ProgramFile = programFile;
        Address = address;
    }

    internal IPEndPoint Address { get; }

    /// <summary>The file that runs.</summary>
    internal string ProgramFile { get; }

    /// <summary>The folder of that file, which may hold more programs of the peer.</summary>
    internal string Folder => Path.GetDirectoryName(ProgramFile)!;

    /// <summary>Where a peer that was given this address too talks TLS.</summary>
    internal IPEndPoint SecureAddress => Secure(Address);

    /// <summary>How long it took from before the process existed until the last byte of its first response.</summary>
    internal TimeSpan StartTime { get; private set; }

    internal double CpuMicroseconds => ProcFile.CpuMicroseconds(_process.Id);

    internal double ResidentBytes => ProcFile.ResidentBytes(_process.Id);

    /// <summary>Starts it, and returns when it has answered once.</summary>
    internal static PeerProcess Start(Peer peer, string peersFolder, int cores)
    {
        var root = Path.Combine(peersFolder, peer.Name);
        // A port of its own for every start: connections of the one before may still wait for their end.
        var address = new IPEndPoint(IPAddress.Loopback, s_port++);
        var arguments = peer.Arguments
            .Replace("SECURE", Secure(address).ToString(), StringComparison.Ordinal)
            .Replace("ADDRESS", address.ToString(), StringComparison.Ordinal)
            .Replace("HOST", address.Address.ToString(), StringComparison.Ordinal)
            .Replace("PORT", address.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("ROOT", root, StringComparison.Ordinal);
        PeerFiles.Write(root, address);
        var info = new ProcessStartInfo(
            Path.Combine(peersFolder, peer.Program), arguments)
        { RedirectStandardOutput = true, WorkingDirectory = root };
        var before = Stopwatch.GetTimestamp();
        var running = new PeerProcess(Affinity.OnFirstCores(cores, () => Process.Start(info)!), info.FileName, address);
        try
        {
            running.WaitForAnswer(before);
        }
        catch
        {
            running.Dispose();
            throw;
        }

        return running;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static IPEndPoint Secure(IPEndPoint address) => new(address.Address, address.Port + 1_000);

    private void WaitForAnswer(long before)
    {
        while (true)
        {
            try
            {
                using var conn = new HttpConn(Address);
                conn.Get("/ping");
                StartTime = Stopwatch.GetElapsedTime(before);
                return;
            }
            catch (SocketException) when (!_process.HasExited && Stopwatch.GetElapsedTime(before) < s_startMax)
            {
                // Not listening yet. No pause: what is measured may take less than the shortest one.
            }
        }
    }
}
