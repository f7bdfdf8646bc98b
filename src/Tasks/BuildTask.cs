using Microsoft.Build.Framework;

namespace RouteGen.Tasks;

/// <summary>Base class of the build tasks.</summary>
public abstract class BuildTask : ITask
{
    /// <inheritdoc/>
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc/>
    public ITaskHost? HostObject { get; set; }

    /// <inheritdoc/>
    public abstract bool Execute();

    // If a file cannot be read or written, the build fails with a one-line error instead of a stack trace.
    private protected bool Attempt(string file, Func<bool> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return Fail(file, code: "", failure.Message);
        }
    }

    private protected bool Fail(string file, string code, string message)
    {
        BuildEngine.LogErrorEvent(new BuildErrorEventArgs("", code, file, 0, 0, 0, 0, message, "", GetType().Name));
        return false;
    }

    private protected void Say(string message) =>
        BuildEngine.LogMessageEvent(new BuildMessageEventArgs(message, "", GetType().Name, MessageImportance.High));
}
